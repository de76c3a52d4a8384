"""What a shop took beyond what there was: the council bears it by a named person's decision, once, never the person."""

import pytest

from accounts import audits, ledger
from accounts.actions import cards, shortfalls
from accounts.actions.cards import Taken
from accounts.actions.shortfalls import ShortfallRefused
from accounts.ledger import LedgerKind
from accounts.models import AuditLine, ShortfallDecision
from accounts.queries import shortfalls as found
from accounts.roles import Role
from tests.factories import accounts as make
from tests.factories import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return make.staff(Role.FINANCE, name="Ann Lee")


@pytest.fixture
def account():
    return money.card_account(1_000)


@pytest.fixture
def card(account):
    return money.card(account)


def take(card, pence, reference="t1"):
    return cards.take(card=card, taken=Taken(reference, pence, "Taxi"))


def balances(account):
    pot = account.pots.get()
    council = ledger.balance(ledger.council_account(LedgerKind.COUNCIL_FUNDS))
    return ledger.balance(found.ledger_account(account.pk)), ledger.balance(pot.available), council


def faults():
    return [(finding.rule, finding.faults) for finding in audits.all_findings() if finding.faults]


def test_the_council_bears_it_and_the_account_is_at_nothing(account, card, ann):
    take(card, 1_500)
    assert [(one.account_id, one.pence) for one in found.waiting()] == [(account.pk, 500)]
    assert balances(account) == (-500, 0, -1_000)
    shortfalls.bear(account=account, pence=500, reason="The taxi's terminal was offline", by=ann)
    assert (balances(account), found.waiting(), faults()) == ((0, 0, -1_500), [], [])
    made = ShortfallDecision.objects.get()
    assert (made.decided_by, made.reason) == (ann, "The taxi's terminal was offline")
    line = AuditLine.objects.get(action="shortfall.borne")
    assert (line.by, line.subject, line.detail) == (str(ann.pk), f"card-account:{account.pk}", {"decision": made.pk})


def test_a_second_click_bears_nothing(account, card, ann):
    take(card, 1_500)
    shortfalls.bear(account=account, pence=500, reason="Offline", by=ann)
    with pytest.raises(ShortfallRefused, match="already"):
        shortfalls.bear(account=account, pence=500, reason="Offline", by=ann)
    assert (ShortfallDecision.objects.count(), balances(account)[0]) == (1, 0)


def test_what_has_changed_since_is_looked_at_again(account, card, ann):
    take(card, 1_500)
    take(card, 100, "t2")
    with pytest.raises(ShortfallRefused, match="has changed"):
        shortfalls.bear(account=account, pence=500, reason="Offline", by=ann)
    assert balances(account)[0] == -600


def test_nobody_decides_without_a_reason(account, card, ann):
    take(card, 1_500)
    with pytest.raises(ShortfallRefused, match="why"):
        shortfalls.bear(account=account, pence=500, reason="  ", by=ann)


def test_the_same_again_later_is_another_decision(account, card, ann):
    for number in range(2):
        take(card, 1_500 if not number else 500, f"t{number}")
        shortfalls.bear(account=account, pence=500, reason="Offline", by=ann)
    assert (ShortfallDecision.objects.count(), balances(account)[0], faults()) == (2, 0, [])


def test_what_a_shop_gives_back_of_it_is_the_councils(account, card, ann):
    entry = take(card, 1_500)
    shortfalls.bear(account=account, pence=500, reason="Offline", by=ann)
    cards.give_back(card=card, authorisation=entry.authorisation, taken=Taken("r1", 600, "Taxi"))
    assert balances(account) == (500, 100, -1_500)
    assert [(one.account_id, one.pence) for one in found.waiting()] == [(account.pk, -500)]
    shortfalls.give_back(account=account, pence=500, reason="The taxi gave it back", by=ann)
    assert (balances(account), faults()) == ((0, 100, -1_000), [])


def test_a_posting_that_nobody_decided_is_named(account, card):
    take(card, 1_500)
    council, beyond = ledger.council_account(LedgerKind.COUNCIL_FUNDS), found.ledger_account(account.pk)
    ledger.post(key="oops", kind="x", moves=[ledger.Move(council, beyond, 500)], by=None)
    ((rule, (fault,)),) = faults()
    assert (rule, fault.row) == ("shortfalls_are_decided_by_somebody", "oops")


def test_nobody_decides_about_her_own(account, card, ann):
    take(card, 1_500)
    with pytest.raises(ShortfallRefused, match="yours"):
        shortfalls.bear(account=account, pence=500, reason="Mine", by=account.person.user)
    assert balances(account)[0] == -500

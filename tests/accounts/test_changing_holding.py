"""Changing one's mind about how the money is held (domain.md §3): one action; its effect is shown first; money stays to
the penny, what is booked goes on, cards close."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts import audits, ledger, payments
from accounts.actions import capacity, cards, changes_of_mind, holding
from accounts.actions.holding import HoldingRefused
from accounts.models import Card, ContactFormat, Notice, Pot
from accounts.models import WayOfHolding as Way
from accounts.roles import Role, Scope
from tests import sessions
from tests.accounts.screens import words
from tests.factories import accounts as make
from tests.factories import money, setting_up

pytestmark = pytest.mark.django_db
CHANGE = "/money/choices/change/"


@pytest.fixture
def account():
    return money.card_account(5_000)


@pytest.fixture
def pot(account):
    return account.pots.get()


@pytest.fixture
def rosa(account):
    return account.person


@pytest.fixture
def her(rosa):
    return sessions.enter(Client(), rosa.user)


def test_she_sees_the_effect_and_then_it_is_done(her, rosa, pot):
    card = money.card(pot.card_account)
    held = payments.hold(purpose="visit", reference="V1", pot=pot, payee=money.payee(), pence=1_250, by=None)
    before = len(rosa.choices.all())
    shown = words(her.post(CHANGE, {f"pot_{pot.pk}": "council"}))
    for told in (
        "£37.50",
        "£12.50 is kept to pay for it",
        f"ending {card.last4} stops at once",
        "Nothing has happened yet",
    ):
        assert told in shown
    pot.refresh_from_db()
    assert (pot.held_as, rosa.choices.count()) == (Way.CARD_ACCOUNT, before)
    page = her.post(CHANGE, {f"pot_{pot.pk}": "council", "helped_by": "Nia, her sister", "confirm": "1"}, follow=True)
    assert "It is done" in words(page)
    pot.refresh_from_db()
    card.refresh_from_db()
    record = rosa.choices.order_by("-pk").first()
    assert (pot.held_as, card.state, record.shown_format, record.helped_by, record.recorded_by) == (
        Way.COUNCIL,
        Card.State.CLOSED,
        "screen",
        "Nia, her sister",
        rosa.user,
    )
    assert sorted(record.shown) == sorted(Way.values)
    assert (ledger.balance(pot.available), ledger.balance(pot.held)) == (3_750, 1_250)
    payments.capture(payment=held, pence=1_250, by=None)  # what was booked is paid
    assert [finding.rule for finding in audits.all_findings() if finding.faults] == []


def test_she_is_told_and_so_is_her_practitioner(rosa, pot):
    rosa.practitioner = make.staff(Role.PRACTITIONER)
    rosa.save()
    changed(rosa, pot, Way.COUNCIL)
    subjects = dict(Notice.objects.values_list("to", "subject"))
    assert subjects[rosa.user.pk] == "How your money is held has changed"
    assert rosa.name not in subjects[rosa.practitioner.pk]


def test_money_for_her_own_bank_goes_there_and_what_is_here_stays_until_it_is_spent(her, rosa, pot):
    payee = money.payee()
    payee.person = rosa
    payee.save()
    shown = words(her.post(CHANGE, {f"pot_{pot.pk}": "own_bank"}))
    assert "£50.00 for “Keeping clean and well” stays with us until you have spent it." in shown
    her.post(CHANGE, {f"pot_{pot.pk}": "own_bank", "confirm": "1"})
    found = Pot.objects.filter(person=rosa, closed_at=None)
    assert sorted(each.held_as for each in found) == ["council", "own_bank"]
    assert sum(ledger.balance(each.available) for each in found if each.available) == 5_000


def test_more_of_it_goes_to_the_card_that_there_is():
    budget = setting_up.agreed(make.person("Ivo"), 5_000, 2_000)
    first, second = budget.pots.all()
    changed_by_council(budget.person, {first.pk: Way.CARD_ACCOUNT, second.pk: Way.COUNCIL})
    changed(budget.person, second, Way.CARD_ACCOUNT)
    assert set(budget.pots.values_list("held_as", flat=True)) == {Way.CARD_ACCOUNT}
    assert budget.person.card_accounts.filter(closed_at=None).count() == 1


def changed_by_council(person, ways):
    by = make.staff(Role.PRACTITIONER)
    holding.choose(person=person, ways=ways, shown=list(Way), shown_format=person.contact_format, by=by)


@pytest.mark.parametrize("way", [Way.CARD_ACCOUNT, Way.OWN_BANK, Way.PROVIDER])
def test_a_first_direct_payment_or_a_provider_is_agreed_with_the_council_first(way):
    """Care Act 2014 s.31: the council checks its conditions before the first direct payment."""
    person = make.person("Ivo")
    pot = setting_up.agreed(person, 5_000).pots.get()
    with pytest.raises(HoldingRefused, match="Call us first"):
        changed(person, pot, way)
    client = sessions.enter(Client(), person.user)
    page = client.post(CHANGE, {f"pot_{pot.pk}": way, "confirm": "1"})
    assert "To have this, call us first" in words(page)
    pot.refresh_from_db()
    assert pot.held_as == Way.COUNCIL


def test_without_a_bank_account_that_we_know_money_does_not_go_to_one(rosa, pot):
    with pytest.raises(HoldingRefused, match="Call us first"):
        changed(rosa, pot, Way.OWN_BANK)


def test_nobody_else_changes_it(rosa, pot):
    nia = make.user("Nia")
    given = make.mandate(rosa, nia, *Scope)
    with pytest.raises(HoldingRefused):
        changes_of_mind.change_mind(person=rosa, ways={pot.pk: Way.COUNCIL}, shown_format="screen", by=nia)
    client = sessions.enter(Client(), nia, acting=given)
    assert client.post(CHANGE, {f"pot_{pot.pk}": "council", "confirm": "1"}).status_code == 403
    pot.refresh_from_db()
    assert pot.held_as == Way.CARD_ACCOUNT


def test_when_capacity_is_lost_the_council_decides_with_whoever_speaks_for_her(her, rosa, pot):
    today = timezone.localdate()
    capacity.record_loss(person=rosa, lost_on=today, reference="MCA-7", by=make.staff(Role.PRACTITIONER))
    assert her.post(CHANGE, {f"pot_{pot.pk}": "council", "confirm": "1"}).url == "/money/choices/"
    with pytest.raises(HoldingRefused, match="whoever speaks for you"):
        changed(rosa, pot, Way.COUNCIL)


def test_the_same_way_is_no_change_and_says_so(her, pot):
    assert "This is how it is held now" in words(her.post(CHANGE, {f"pot_{pot.pk}": "card_account"}))


def test_who_reads_easy_read_chooses_in_easy_read(rosa, pot):
    rosa.contact_format = ContactFormat.EASY_READ
    rosa.save()
    client = sessions.enter(Client(), rosa.user)
    assert 'class="wm-easy"' in client.get(CHANGE).content.decode()
    shown = client.post(CHANGE, {f"pot_{pot.pk}": "council"})
    assert 'class="wm-easy"' in shown.content.decode() and "£50.00" in words(shown)
    client.post(CHANGE, {f"pot_{pot.pk}": "council", "confirm": "1"})
    assert rosa.choices.order_by("-pk").first().shown_format == ContactFormat.EASY_READ


def test_a_card_of_another_pot_goes_on(rosa):
    other = money.card_account(5_000, 7_000, person=make.person("Ivo"))
    one, two = other.pots.all()
    card = cards.issue(account=other, holder=other.person.user, pot=two, by=make.staff(Role.PRACTITIONER))
    changed(other.person, one, Way.COUNCIL)
    card.refresh_from_db()
    assert card.state != Card.State.CLOSED


def changed(person, pot, way):
    return changes_of_mind.change_mind(person=person, ways={pot.pk: way}, shown_format="screen", by=person.user)

"""A decline is told at once, and several of one card together; nothing in the letter says what it was about."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import QuerySet
from django.utils import timezone

from accounts import daily, notices
from accounts.actions import cards
from accounts.actions import declines as actions
from accounts.models import CardAuthorisation, ContactFormat, Declined, Letter, Notice
from accounts.roles import Scope
from accounts.spending import Decision, Reason
from tests.factories import accounts as make
from tests.factories import declines, money

pytestmark = pytest.mark.django_db
SHOP = "Millbrook Mobility"


def of_declines() -> QuerySet[Notice]:
    """E-mails about declines: that a card was made is told too."""
    return Notice.objects.filter(template__contains="card_declined")


def test_the_facts_of_the_moment_stay_as_they_were():
    account = money.card_account(500, 300, contingency=9_000)
    it = declines.asked(money.card(account), 900, SHOP)
    first, second, aside = account.pots.all()
    money.pay_in(first, 50_000)
    facts = Declined.objects.get(authorisation=it)
    assert facts.pots == [[first.pk, 500, False], [second.pk, 300, False], [aside.pk, 9_000, True]]
    assert (facts.there_pence, facts.short_by_pence, facts.limit_pence, facts.rule) == (800, 100, None, None)


def test_what_is_approved_leaves_no_such_row():
    declines.asked(declines.card(), 100, SHOP)
    assert (Declined.objects.count(), of_declines().count()) == (0, 0)


def test_the_person_is_written_to_at_once_and_the_worker_sends_it(django_capture_on_commit_callbacks):
    card = declines.card()
    with django_capture_on_commit_callbacks() as callbacks:
        it = declines.asked(card, 9_999, SHOP)
    notice = of_declines().get()
    assert (notice.to, len(callbacks)) == (card.holder, 1)
    notices.send_notice.func(notice.pk)
    [sent] = mail.outbox
    assert sent.subject == "About your card"
    assert f"http://testserver/money/declines/{it.pk}/" in sent.body
    for private in (SHOP, "Mobility", "99.99", "enough", "declined"):
        assert private not in sent.subject + sent.body


def test_a_delegate_is_told_of_her_own_card_as_well_as_the_person():
    account, amira = money.card_account(50_000), make.user("Amira Whitfield")
    make.mandate(account.person, amira, Scope.PAY, pay_per_purchase_pence=100)
    declines.asked(money.card(account, holder=amira), 200, SHOP)
    assert {notice.to for notice in of_declines().all()} == {amira, account.person.user}
    assert "the card that you hold for somebody" in of_declines().get(to=amira).body


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (ContactFormat.EASY_READ, "[purse] No money was taken."),
        (ContactFormat.PRINT, "Or call 01632 960 100"),
        (ContactFormat.TELEPHONE, "Nothing was taken."),
    ],
)
def test_she_is_told_in_the_way_she_chose(way, said):
    declines.asked(declines.card(person=make.person("Rosa Alvarez", contact_format=way)), 9_999, SHOP)
    letter = Letter.objects.get(template=actions.TEMPLATE)
    assert (letter.format, said in letter.body, SHOP in letter.body, of_declines().count()) == (way, True, False, 0)


def test_five_declines_at_one_till_are_two_e_mails_and_the_second_says_how_many(django_capture_on_commit_callbacks):
    card, now = declines.card(), timezone.now()
    with django_capture_on_commit_callbacks():
        for second in range(5):
            declines.asked(card, 9_999, SHOP, at=now + timedelta(seconds=second))
    assert of_declines().count() == 1
    assert actions.tell_due(now + timedelta(minutes=9)) == "0 declines told"
    assert actions.tell_due(now + timedelta(minutes=11)) == "4 declines told"
    assert actions.tell_due(now + timedelta(minutes=12)) == "0 declines told"
    last = of_declines().order_by("pk").last()
    assert (of_declines().count(), "4 payments with a card" in last.body) == (2, True)
    assert f"/money/declines/{CardAuthorisation.objects.latest('pk').pk}/" in last.body


def test_the_worker_tells_the_rest_when_the_ten_minutes_are_over():
    card, now = declines.card(), timezone.now()
    for minutes in (14, 13):
        declines.asked(card, 9_999, SHOP, at=now - timedelta(minutes=minutes))
    actions.tell_the_rest.func(card.pk)
    actions.tell_the_rest.func(card.pk)
    assert of_declines().count() == 2


def test_another_card_is_told_of_by_itself_and_so_is_the_next_hour():
    card, now = declines.card(), timezone.now()
    declines.asked(card, 9_999, SHOP, at=now)
    declines.asked(declines.card(), 9_999, SHOP, at=now)
    declines.asked(card, 9_999, SHOP, at=now + timedelta(hours=1))
    assert of_declines().count() == 3


def test_history_is_told_to_nobody():
    with notices.unsent():
        card = declines.card()
        for _ in range(3):
            declines.asked(card, 9_999, SHOP)
    assert actions.tell_due(timezone.now() + timedelta(days=1)) == "0 declines told"
    assert [notice.sent_at is not None for notice in of_declines().all()] == [True] * 3


def test_an_answer_that_came_too_late_is_recorded_and_told_too():
    card = declines.card()
    late = CardAuthorisation.objects.create(
        card=card,
        issuer_reference="late",
        merchant_name=SHOP,
        pence=100,
        state="declined",
        decline_reason=Reason.TRY_AGAIN,
        asked_at=timezone.now(),
    )
    facts = actions.record(authorisation=late, decision=Decision(Reason.TRY_AGAIN), at=timezone.now())
    assert (facts.pots, of_declines().count()) == ([], 1)
    assert Declined.objects.get().told_at is not None


def test_run_day_does_it():
    card = declines.card()
    cards.freeze(card=card, by=card.holder)
    for _ in range(2):
        declines.asked(card, 100, SHOP, at=timezone.now() - timedelta(minutes=11))
    said = {key: words for key, words, _ in daily.run(timezone.now())}
    assert said["declines"] == "1 declines told"

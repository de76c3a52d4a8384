"""Arrears are a conversation, never an automatic stop (Care Act 2014 s.18): who said what, parts that are agreed, what
two people let go, a reminder in kind words; and nothing follows for cards, loads or bookings."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import audits, daily, ledger, payments
from accounts.actions import arrears, contributions, holding
from accounts.actions.contributions import ContributionRefused
from accounts.ledger import LedgerKind
from accounts.models import ArrearsEntry, ContributionWaiver, Letter, Load, Notice, PaidAhead
from accounts.models import WayOfHolding as Way
from accounts.queries import arrears as found
from accounts.queries import contributions as standings
from accounts.roles import Scope
from tests import sessions
from tests.factories import accounts as make
from tests.factories import arrears as late
from tests.factories import asks, budgets, money

pytestmark = pytest.mark.django_db
Kind, Decision = ArrearsEntry.Kind, ContributionWaiver.Decision
DAY = timedelta(days=1)


@pytest.fixture
def budget():
    return late.late()


def clean():
    return [finding.rule for finding in audits.all_findings() if finding.faults] == []


def owed(of):
    return ledger.balances_of(LedgerKind.CONTRIBUTION_DUE).get(f"budget:{of.pk}", 0)


# a conversation


def test_who_said_what_and_when_stays(budget):
    rosa, martin = budget.person.user, late.finance()
    arrears.say(budget=budget, kind=Kind.SAY, words="I was in hospital.", by=rosa)
    arrears.say(budget=budget, kind=Kind.SPREAD, months=4, by=rosa)
    assert found.unanswered() == {budget.pk}
    arrears.answer(budget=budget, kind=Kind.PLAN, months=4, words="Yes, in four parts.", by=martin)
    said = found.entries(budget)
    assert [(each.kind, each.by, each.late_pence) for each in said] == [
        ("say", rosa, 8_000), ("spread", rosa, 8_000), ("plan", martin, 8_000),
    ]  # fmt: skip
    assert (found.unanswered(), found.plan_of(said, timezone.now()).month_pence) == (set(), 2_000)
    assert "pay £80.00 in 4 monthly parts" in Notice.objects.latest("pk").body
    assert found.plan_of(said, timezone.now() + 125 * DAY) is None


def test_what_is_said_is_whole(budget):
    rosa = budget.person.user
    for wrong in ({"kind": Kind.SAY}, {"kind": Kind.SPREAD}, {"kind": Kind.SPREAD, "months": 99}, {"kind": Kind.PLAN}):
        with pytest.raises(ContributionRefused):
            arrears.say(budget=budget, by=rosa, **wrong)
    with pytest.raises(ContributionRefused, match="for the person"):
        arrears.answer(budget=budget, kind=Kind.SAY, words="So", by=late.finance())
    assert not ArrearsEntry.objects.exists()


def test_nobody_deals_with_her_own_or_that_of_somebody_she_acts_for(budget):
    dora = late.finance("Dora Alvarez")
    make.mandate(budget.person, dora, Scope.SEE_BALANCE)
    with pytest.raises(ContributionRefused, match="acts for"):
        arrears.answer(budget=budget, kind=Kind.ANSWER, words="So", by=dora)
    with pytest.raises(ContributionRefused, match="acts for"):
        late.waiver(budget, by=dora)


# what is let go


def test_two_people_let_some_of_it_go_and_the_books_say_so(budget):
    made = late.waiver(budget, 3_000)
    with pytest.raises(ContributionRefused, match="Somebody else must decide"):
        arrears.decide_waiver(waiver=made, decision=Decision.WAIVED, words="So", by=made.proposed_by)
    before = owed(budget)
    bo = late.finance("Bo Lin")
    arrears.decide_waiver(waiver=made, decision=Decision.WAIVED, words="She could not pay.", by=bo)
    with pytest.raises(ContributionRefused, match="changed"):
        arrears.decide_waiver(waiver=made, decision=Decision.WAIVED, words="Again", by=bo)
    [standing] = standings.of_person(budget.person, timezone.localdate())
    assert (before - owed(budget), standing.late_pence, clean()) == (3_000, 5_000, True)


def test_what_is_let_go_of_a_net_budget_the_council_pays_for_nothing_is_short(budget):
    """The personal budget is what meeting the needs costs (Care Act 2014 s.26), whoever pays which part of it."""
    before = sum(budgets.in_pots(budget))
    made = arrears.decide_waiver(
        waiver=late.waiver(budget, 3_001), decision=Decision.WAIVED, words="So", by=late.finance("Bo Lin")
    )
    assert (made.met_pence, sum(budgets.in_pots(budget)) - before, clean()) == (3_001, 3_001, True)
    assert "The council pays it into the money for your support instead" in Notice.objects.latest("pk").body


def test_a_budget_paid_gross_is_short_of_nothing():
    gross = late.late(is_gross=True)
    made = arrears.decide_waiver(
        waiver=late.waiver(gross), decision=Decision.WAIVED, words="So", by=late.finance("Bo Lin")
    )
    assert (made.met_pence, clean()) == (0, True)
    assert "instead" not in Notice.objects.latest("pk").body


def test_after_the_last_day_of_a_budget_nothing_is_paid_in_its_place(budget):
    """What is let go then is a debt: there is no support left to pay for."""
    budget.ends_on = timezone.localdate() - DAY
    budget.save()
    made = arrears.decide_waiver(
        waiver=late.waiver(budget), decision=Decision.WAIVED, words="So", by=late.finance("Bo Lin")
    )
    assert (made.met_pence, clean()) == (0, True)


def test_money_that_she_keeps_in_her_own_bank_by_now_is_paid_there(budget):
    wanted = late.waiver(budget)
    for pot in budget.pots.all():
        budgets.in_own_bank(pot)
    arrears.decide_waiver(waiver=wanted, decision=Decision.WAIVED, words="So", by=late.finance("Bo Lin"))
    budget.person.refresh_from_db()
    assert ledger.balance(budget.person.payee.payable) == 3_000


def test_the_database_wants_two_people_too(budget):
    made = late.waiver(budget)
    row = {"decision": "waived", "words": "So", "decided_by": made.proposed_by, "decided_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionWaiver.objects.update(**row)


def test_never_more_than_is_late_and_one_at_a_time(budget):
    with pytest.raises(ContributionRefused, match=r"£80\.00 is late"):
        late.waiver(budget, 8_001)
    late.waiver(budget)
    with pytest.raises(ContributionRefused, match="already"):
        late.waiver(budget)
    kept = arrears.decide_waiver(
        waiver=ContributionWaiver.objects.get(),
        decision=Decision.KEPT,
        words="She has the money.",
        by=late.finance("Bo Lin"),
    )
    assert (kept.decision, owed(budget), clean()) == ("kept", 16_000, True)


# a reminder


def test_a_reminder_is_kind_and_comes_at_most_once_in_four_weeks(budget):
    now = timezone.now()
    for _ in range(2):
        arrears.remind_due(now)
    sent = Notice.objects.get(template=arrears.TEMPLATE)
    assert sent.subject == "About your contribution"
    assert "Your support goes on" in sent.body and "our records may be wrong" in sent.body
    arrears.say(budget=budget, kind=Kind.CALL, by=budget.person.user, at=now + 20 * DAY)
    assert arrears.remind_due(now + 29 * DAY) == "0 reminders of contributions"  # somebody talks about it
    arrears.answer(budget=budget, kind=Kind.PLAN, months=6, words="So", by=late.finance(), at=now + 21 * DAY)
    assert arrears.remind_due(now + 60 * DAY) == "0 reminders of contributions"  # parts are agreed


def test_an_easy_read_reminder_comes_on_paper(budget):
    budget.person.contact_format = "easy_read"
    budget.person.save()
    arrears.remind_due(timezone.now())
    assert "Your support does not stop." in Letter.objects.get(template=arrears.TEMPLATE).body


# never a stop


def test_nothing_stops_by_itself_however_late_it_is(budget):
    """A card pays, loads come, a booking holds, and no rule begins: a year of all daily jobs with nothing paid."""
    ways = {pot.pk: Way.CARD_ACCOUNT for pot in budget.pots.all()}
    shown = {"shown": list(Way), "shown_format": budget.person.contact_format}
    holding.choose(person=budget.person, ways=ways, by=budget.agreed_by, **shown)
    card = money.card(budget.person.card_accounts.get())
    now = timezone.now()
    arrears.say(budget=budget, kind=Kind.SAY, words="I cannot pay.", by=budget.person.user)
    for days in range(28, 365, 28):
        at = now + days * DAY
        assert [key for key, _, well in daily.run(at) if not well] == []
    [standing] = [each for each in standings.of_person(budget.person, (now + 360 * DAY).date()) if each.late_pence]
    assert standing.late_pence > 90_000
    card.refresh_from_db()
    budget.refresh_from_db()
    assert (card.state, budget.ends_on, budget.pauses.count()) == ("active", None, 0)
    assert Load.objects.filter(budget=budget).count() >= 13
    assert asks.buy(card, 1_000).state == "captured"
    pot = budget.pots.first()
    assert payments.hold(purpose="visit", reference="V1", pot=pot, payee=money.payee(), pence=500, by=None).open_pence
    assert not budget.person.spending_rules.exists()


# on screen


def test_the_person_sees_what_was_due_what_came_and_talks(budget):
    rosa = sessions.enter(Client(), budget.person.user)
    page, talk = reverse("money-contribution"), reverse("money-arrears", args=[budget.pk])
    shown = rosa.get(page).content.decode()
    assert "£80.00 is late." in shown and talk in shown
    empty = rosa.post(talk, {"kind": "spread"}).content.decode()
    assert "Enter how many months, like 6" in empty
    given = {"kind": "spread", "months": "4", "words": "It is hard this month."}
    assert "Check your answers" in rosa.post(talk, given).content.decode()
    rosa.post(talk, {**given, "confirm": "1"})
    after = rosa.get(page).content.decode()
    assert "4 parts of about £20.00" in after and "It is hard this month." in after


def test_finance_reads_answers_and_another_decides(budget):
    arrears.say(budget=budget, kind=Kind.CALL, by=budget.person.user)
    martin, bo = (sessions.enter(Client(), late.finance(name)) for name in ("Martin Cole", "Bo Lin"))
    assert "Waits for an answer" in martin.get(reverse("staff-finance-contributions")).content.decode()
    talk = reverse("staff-finance-arrears", args=[budget.pk])
    assert "Asked for a call" in martin.get(talk).content.decode()
    martin.post(talk, {"kind": "answer", "words": "We called. Let us look again.", "confirm": "1"})
    assert "Let us look again." in martin.get(talk).content.decode()
    martin.post(reverse("staff-finance-waiver", args=[budget.pk]), {"pence": "30", "why": "Ill.", "confirm": "1"})
    decide = reverse("staff-finance-waiver-decide", args=[budget.pk])
    waits = budget.waivers.get()
    given = {"decision": "waived", "words": "She was ill.", "waiver": waits.pk, "confirm": "1"}
    assert "changed while you were looking" in bo.post(decide, {**given, "waiver": waits.pk + 1}).content.decode()
    assert "Somebody else must decide it." in martin.post(decide, given).content.decode()
    bo.post(decide, given)
    rosa = sessions.enter(Client(), budget.person.user)
    assert "£30.00 was let go" in rosa.get(reverse("money-contribution")).content.decode()


def test_when_nothing_is_late_there_is_nothing_to_talk_about(budget):
    contributions.receive(pence=16_000, received_on=timezone.localdate(), key="1", by=late.finance(), budget=budget)
    rosa = sessions.enter(Client(), budget.person.user)
    assert rosa.get(reverse("money-arrears", args=[budget.pk])).url == reverse("money-contribution")


def test_what_another_decision_may_let_go_is_not_let_go_twice(budget):
    """Days that were paid too early: their contribution goes with the answer about them."""
    first = timezone.localdate() - 40 * DAY
    PaidAhead.objects.create(
        budget=budget,
        first_on=first,
        last_on=first + 13 * DAY,
        why="pause",
        pence=10_000,
        expected_pence=4_000,
        noticed_at=timezone.now(),
    )
    with pytest.raises(ContributionRefused, match="£40"):
        late.waiver(budget, 4_001)
    assert late.waiver(budget, 4_000).pence == 4_000


def test_a_reminder_answers_nobody(budget):
    """Whoever has said something waits for a person, and is not reminded meanwhile."""
    arrears.say(budget=budget, kind=Kind.CALL, by=budget.person.user)
    assert arrears.remind_due(timezone.now() + 29 * DAY) == "0 reminders of contributions"
    ArrearsEntry.objects.create(budget=budget, kind=Kind.REMINDER, late_pence=8_000, at=timezone.now() + DAY)
    assert found.unanswered() == {budget.pk}


def test_words_typed_before_it_was_paid_are_kept(budget):
    rosa = sessions.enter(Client(), budget.person.user)
    contributions.receive(pence=8_000, received_on=timezone.localdate(), key="1", by=late.finance(), budget=budget)
    rosa.post(reverse("money-arrears", args=[budget.pk]), {"kind": "say", "words": "I have paid it.", "confirm": "1"})
    assert [each.words for each in found.entries(budget)] == ["I have paid it."]

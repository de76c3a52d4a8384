"""Money that was not spent (domain.md §3): never swept, and taken only by the formula, after a notice, by
the decision of another than who proposed, after the time to appeal, and never what an answer has promised."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audits, daily, ledger, payments, surplus
from accounts.actions import budgets, mandate_pauses, pauses, reclaims, surplus_words
from accounts.actions import surplus as actions
from accounts.actions.surplus import TEMPLATE
from accounts.actions.taking_back import ReclaimRefused
from accounts.ledger import LedgerKind
from accounts.models import AuditLine, Letter, Notice, PurchaseQuestion, SurplusProposal
from accounts.queries import surplus as queries
from accounts.roles import Role, Scope
from accounts.surplus import Commitment, Kind
from design.registry import Registry
from tests.factories import accounts as make
from tests.factories import asks as asking
from tests.factories import money
from tests.factories import surplus as unspent

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def rosa():
    return unspent.rich().person


@pytest.fixture
def bo():
    return make.staff(Role.FINANCE, name="Bo Lin")


@pytest.fixture
def cy():
    return make.staff(Role.PRACTITIONER, name="Cy Dunn")


def council():
    return ledger.balance(ledger.council_account(LedgerKind.COUNCIL_FUNDS))


def clean():
    return [finding.rule for finding in audits.all_findings() if finding.faults] == []


# the list


def test_staff_find_who_is_over_the_most_first_and_nobody_of_their_own(rosa, bo):
    more = unspent.rich(make.person("Edith Marlow"), 60_000, 70_000).person
    unspent.rich(make.person("Joan Whitfield"), 30_000, 30_000)
    assert [(person, found.over_pence) for person, found in queries.over(bo)] == [(more, 50_000), (rosa, 20_000)]
    assert [person for person, _ in queries.over(rosa.user)] == [more]
    make.mandate(more, bo, Scope.SEE_BALANCE)
    assert [person for person, _ in queries.over(bo)] == [rosa]
    unspent.proposed(rosa)
    assert queries.over(bo) == []


# propose, say, decide


def test_a_proposal_moves_nothing_and_tells_the_person_in_her_format(rosa, ann):
    rosa.contact_format = "easy_read"
    rosa.save()
    funds = council()
    made = actions.propose(person=rosa, pence=20_000, why="Nobody has needed it.", by=ann)
    assert (made.state, council(), made.sum.over_pence) == ("proposed", funds, 20_000)
    letter = Letter.objects.get(template=TEMPLATE)
    assert "You still have the money." in letter.body and "Nobody has needed it." in letter.body
    assert list(AuditLine.objects.filter(subject=f"surplus:{made.pk}").values_list("action", "by")) == [
        ("surplus.proposed", str(ann.pk))
    ]


@pytest.mark.parametrize(
    ("pence", "why", "said"), [(20_001, "So", r"At most £200\.00"), (0, "So", "At most"), (1, " ", "why")]
)
def test_never_more_than_the_formula_and_never_without_a_reason(rosa, ann, pence, why, said):
    with pytest.raises(ReclaimRefused, match=said):
        actions.propose(person=rosa, pence=pence, why=why, by=ann)


def test_one_at_a_time(rosa, ann, bo):
    unspent.proposed(rosa, by=ann)
    with pytest.raises(ReclaimRefused, match="already"):
        actions.propose(person=rosa, pence=1, why="So", by=bo)


def test_nobody_who_is_she_or_acts_for_her_has_a_part_in_it(rosa, ann):
    daughter = make.staff(Role.FINANCE, name="Dora Alvarez")
    make.mandate(rosa, daughter, Scope.PAY)
    for by in (rosa.user, daughter):
        with pytest.raises(ReclaimRefused, match=r"acts for|own money"):
            actions.propose(person=rosa, pence=1, why="So", by=by)
    made = unspent.proposed(rosa, by=ann)
    with pytest.raises(ReclaimRefused, match="acts for"):
        actions.decide(proposal=made, pence=0, words="So", by=daughter)


def test_nobody_decides_to_take_before_the_notice_is_over(rosa, ann, bo):
    made = actions.propose(person=rosa, pence=15_000, why="So", by=ann)
    with pytest.raises(ReclaimRefused, match="has until the end of"):
        actions.decide(proposal=made, pence=15_000, words="So", by=bo)
    assert actions.decide(proposal=made, pence=0, words="She is in hospital.", by=bo).state == "left"


def test_the_one_who_proposed_does_not_decide(rosa, ann):
    made = unspent.proposed(rosa, by=ann)
    with pytest.raises(ReclaimRefused, match="Somebody else must decide"):
        unspent.decided(made, by=ann)
    now = timezone.now()
    row = {"decided_pence": 1, "decided_by": ann, "decided_at": now, "decision_words": "So", "appeal_by": now.date()}
    with pytest.raises(IntegrityError), transaction.atomic():
        SurplusProposal.objects.update(state="to_take", **row)
    assert unspent.decided(made, 0, by=ann).state == "left"  # but she can take it back


def test_her_own_words_stand_beside_it_until_it_is_decided(rosa, ann, bo):
    made = unspent.proposed(rosa, by=ann)
    surplus_words.say(proposal=made, words="I save for a chair.", by=rosa.user)
    surplus_words.say(proposal=made, words="She can wait for it.", by=ann)  # nobody takes her words from her
    made.refresh_from_db()
    hers, then = made.words.split("\n\n")
    assert hers.startswith(f"I save for a chair. ({rosa.name}, ")
    assert (then, made.said_by) == ("She can wait for it.", ann)
    unspent.decided(made, by=bo)
    with pytest.raises(ReclaimRefused, match="changed"):
        surplus_words.say(proposal=made, words="Too late", by=rosa.user)


def test_some_of_it_may_be_decided_and_never_more_than_was_proposed(rosa, ann, bo):
    made = unspent.proposed(rosa, 15_000, by=ann)
    with pytest.raises(ReclaimRefused, match="nobody was told of more"):
        unspent.decided(made, 15_001, by=bo)
    assert unspent.decided(made, 9_000, by=bo).due_pence == 9_000


# appeal


def test_an_appeal_stops_everything_and_a_third_person_answers_it(rosa, ann, bo, cy):
    made, funds = unspent.appealed(unspent.decided(unspent.proposed(rosa, by=ann), by=bo)), council()
    with pytest.raises(ReclaimRefused, match="changed"):
        actions.take(proposal=made, by=cy)
    for by in (ann, bo):
        with pytest.raises(ReclaimRefused, match="third person"):
            actions.answer(proposal=made, pence=0, words="So", by=by)
    with pytest.raises(ReclaimRefused, match="only make it less"):
        actions.answer(proposal=made, pence=15_001, words="So", by=cy)
    with pytest.raises(IntegrityError), transaction.atomic():
        SurplusProposal.objects.update(state="taken", taken_by=cy, taken_at=timezone.now())
    assert actions.answer(proposal=made, pence=0, words="She needs it.", by=cy).state == "left"
    assert (council(), clean()) == (funds, True)


def test_after_an_appeal_less_is_taken_and_there_is_no_second_one(rosa, ann, bo, cy):
    made = unspent.appealed(unspent.decided(unspent.proposed(rosa, by=ann), by=bo))
    actions.answer(proposal=made, pence=5_000, words="Two thirds stay.", by=cy)
    with pytest.raises(ReclaimRefused, match="has been answered"):
        unspent.appealed(made)
    funds = council()
    assert actions.take(proposal=made, by=ann).state == "taken"
    assert (council() - funds, clean()) == (5_000, True)


# take


def test_nothing_is_taken_before_a_decision_nor_before_the_time_to_appeal_is_over(rosa, ann, bo):
    made = unspent.proposed(rosa, by=ann)
    with pytest.raises(ReclaimRefused):
        actions.take(proposal=made, by=bo)
    decided = unspent.decided(made, by=bo, at=timezone.now())
    with pytest.raises(ReclaimRefused, match="until then one can appeal"):
        actions.take(proposal=decided, by=ann)
    assert ledger.balance(queries.in_books().filter(person=rosa).first().available) == 60_000


def test_an_appeal_that_is_answered_early_takes_no_day_from_the_person(rosa, ann, bo, cy):
    """Nor may those who had a part in it use her appeal up; and she is told who wrote it for her."""
    made = unspent.decided(unspent.proposed(rosa, by=ann), by=bo, at=timezone.now())
    for by in (ann, bo):
        with pytest.raises(ReclaimRefused, match="had a part"):
            surplus_words.appeal(proposal=made, words="So", by=by)
    daughter = make.user("Dora Alvarez")
    surplus_words.appeal(proposal=made, words="She needs it.", by=daughter)
    assert Notice.objects.filter(template=TEMPLATE, subject="An appeal was written down for you").count() == 1
    actions.answer(proposal=made, pence=15_000, words="So", by=cy)
    with pytest.raises(ReclaimRefused, match="Nothing is taken before the end of"):
        actions.take(proposal=made, by=cy)


def test_nothing_is_asked_back_while_what_an_employer_owes_is_not_worked_out(rosa, ann, monkeypatch):
    """domain.md §3: employer liabilities are set aside first."""
    registry = Registry("committed")
    registry.register("employers", lambda people: {pk: [Commitment(Kind.EMPLOYER, None)] for pk in people})
    monkeypatch.setattr(surplus, "_besides", registry)
    assert (queries.of(rosa).surplus.left_pence, queries.of(rosa).surplus.over_pence) == (100_000, 0)
    assert queries.over(ann) == []
    with pytest.raises(ReclaimRefused):
        actions.propose(person=rosa, pence=1, why="So", by=ann)


def test_a_yes_about_a_pot_that_was_carried_over_still_keeps_its_money(rosa):
    """Its money is in the new budget's pot; the yes is still about the old one."""
    asking.answered(rosa, 15_000)
    before = queries.of(rosa).surplus
    old = money.pot(person=rosa)
    old.closed_at = timezone.now()
    old.save()
    PurchaseQuestion.objects.update(pot=old)
    after = queries.of(rosa).surplus
    assert (before, after.promised_pence, after.over_pence) == (after, 15_000, 5_000)


def test_a_relative_whose_right_to_act_rests_is_not_on_her_list(rosa, bo):
    mandate_pauses.pause(mandate=make.mandate(rosa, bo, Scope.SEE_BALANCE), by=rosa.user)
    assert queries.over(bo) == []
    unspent.proposed(rosa)
    assert list(queries.open_ones(bo)) == []


def test_a_named_person_takes_it_from_the_pots_and_the_books_say_so(rosa, ann, bo, cy):
    made, funds = unspent.decided(unspent.proposed(rosa, by=ann), by=bo), council()
    actions.take(proposal=made, by=cy)
    left = [ledger.balance(pot.available) for pot in queries.in_books().filter(person=rosa).order_by("position")]
    assert left == [52_500, 32_500, 10_000]  # what is for emergencies is never touched
    posted = ledger.of_key(f"surplus:{made.pk}")
    assert (posted.kind, posted.by_id, council() - funds, clean()) == ("surplus", cy.pk, 15_000, True)
    with pytest.raises(ReclaimRefused, match="changed"):
        actions.take(proposal=made, by=cy)
    told = list(Notice.objects.filter(template=TEMPLATE).order_by("pk").values_list("subject", flat=True))
    assert told == [
        "The council asks about £150.00 that was not spent",
        "The council has decided about £150.00 of your budget",
        "The council has taken £150.00 back",
    ]


def test_what_was_booked_meanwhile_is_refused_and_can_be_left(rosa, ann, bo):
    made = unspent.decided(unspent.proposed(rosa, by=ann), by=bo)
    pot = queries.in_books().filter(person=rosa).first()
    payments.hold(purpose="visit", reference="V1", pot=pot, payee=money.payee(), pence=6_000, by=None)
    with pytest.raises(ReclaimRefused, match=r"only £140\.00 is above"):
        actions.take(proposal=made, by=ann)
    assert actions.leave(proposal=made, words="It has been spent since.", by=ann).state == "left"
    assert clean()


def test_a_purchase_under_an_answer_is_never_touched(rosa, ann, bo):
    """A yes given after the decision keeps its money in the very pot that it is about."""
    card = money.card(rosa.card_accounts.get())
    made = unspent.decided(unspent.proposed(rosa, 10_000, by=ann), 10_000, by=bo)
    question = asking.answered(rosa, 58_000, pot=card.pot)
    with pytest.raises(ReclaimRefused, match="Money has moved"):
        actions.take(proposal=made, by=ann)
    budgets.load(pot=rosa.pots.get(position=1), pence=58_000, key="more", by=ann)
    actions.take(proposal=made, by=ann)
    card.pot.refresh_from_db()
    assert ledger.balance(card.pot.available) >= question.up_to_pence
    assert (asking.buy(card, 58_000).state, clean()) == ("captured", True)


def test_no_daily_job_takes_money_back(rosa, ann, bo):
    """domain.md §3: never swept automatically. All that is due by the clock runs, for a year, and nothing is taken."""
    made, funds = unspent.decided(unspent.proposed(rosa, by=ann), by=bo), council()
    for days in range(0, 400, 40):
        assert all(well for _, _, well in daily.run(timezone.now() + days * DAY))
    made.refresh_from_db()
    assert (made.state, ledger.exists(made.ledger_key)) == ("to_take", False)
    assert ledger.balance(rosa.pots.get(position=0).available) >= 60_000 and council() <= funds


def test_the_audit_finds_money_that_was_taken_without_a_decision(rosa, ann):
    made = unspent.proposed(rosa, by=ann)
    pots = list(queries.in_books().filter(person=rosa, is_contingency=False))
    actions.from_pots(
        pots=pots, most=[9_000] * 2, pence=100, key=made.ledger_key, kind="surplus", by=ann, at=timezone.now()
    )
    broken = {finding.rule for finding in audits.all_findings() if finding.faults}
    assert broken == {"unspent_money_was_decided_and_posted"}


def test_after_a_death_nothing_is_proposed(rosa, ann):
    pauses.record_death(person=rosa, died_on=timezone.localdate(), by=ann)
    with pytest.raises(ReclaimRefused, match="has died"):
        actions.propose(person=rosa, pence=1, why="So", by=ann)
    assert (queries.over(ann), reclaims.ReclaimRefused) == ([], ReclaimRefused)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (
            "print",
            ["Nobody has needed it.", "8 weeks of your plan, which stay with you: £800.00", "appeal by", "again: So"],
        ),
        (
            "easy_read",
            ["You still have the money now.", "Call us by", "£50.00 goes back", "The council has taken £50.00"],
        ),
    ],
)
def test_on_paper_each_step_says_how_to_answer_it(rosa, ann, bo, cy, way, said):
    rosa.contact_format = way
    rosa.save()
    made = unspent.appealed(unspent.decided(unspent.proposed(rosa, by=ann), by=bo))
    actions.answer(proposal=made, pence=5_000, words="So", by=cy)
    actions.take(proposal=made, by=ann)
    letters = Letter.objects.filter(template=TEMPLATE).order_by("pk")
    bodies = "\n".join(f"{letter.subject} {letter.body}" for letter in letters)
    assert (letters.count(), [each for each in said if each not in bodies]) == (4, [])

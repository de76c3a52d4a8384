"""“Can I buy this?”: asked once, answered once by name or by the text itself, and quoted for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import ledger, outcome_words, rules_against
from accounts.actions import pauses, policies, questions
from accounts.actions.policies import PolicyRefused
from accounts.actions.questions import QuestionRefused, Reply, Wish
from accounts.models import AuditLine, Letter, Notice, PurchasePolicy, PurchaseQuestion, PurchaseQuestionSettings
from accounts.queries import asks
from accounts.roles import Role, Scope
from design.registry import Registry
from tests.factories import accounts as make
from tests.factories import asks as asking
from tests.factories import declines, money

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa():
    return money.card_account(20_000, 3_000, contingency=9_000).person


@pytest.fixture
def samuel():
    return make.staff(Role.PRACTITIONER, name="Samuel Osei")


def until():
    return timezone.localdate() + timedelta(days=30)


def yes(pence=4_500, **more):
    return Reply("yes", up_to_pence=pence, until=until(), **more)


def test_it_waits_for_a_person_with_a_number_and_a_day(rosa):
    question = asking.ask(rosa, 4_500)
    assert (question.answer, len(question.reference), question.reference[:3]) == ("", 9, "CB-")
    assert question.due_on > question.asked_on
    line = AuditLine.objects.get(action="purchase_question.asked")
    assert (line.subject, line.detail) == (f"purchase_question:{question.reference}", {})


def test_sending_twice_is_asking_once(rosa):
    wish = Wish("one-journey", "A kettle", 2_000, asks.pots_of(rosa)[0])
    first, second = (questions.ask(wish=wish, person=rosa, by=rosa.user) for _ in range(2))
    assert (first, PurchaseQuestion.objects.count()) == (second, 1)
    with pytest.raises(QuestionRefused):
        other = money.card_account(5_000).person
        questions.ask(wish=replace(wish, pot=asks.pots_of(other)[0]), person=other, by=other.user)


def test_one_asks_about_open_pots_of_budgets_only(rosa):
    tom = money.own_money(5_000).person
    theirs = tom.pots.get()
    assert asks.pots_of(tom) == []
    for person, pot in ((tom, theirs), (rosa, theirs)):
        with pytest.raises(QuestionRefused):
            asking.ask(person, pot=pot)


def test_a_published_text_says_yes_at_once_and_names_who_published_it(rosa, samuel):
    policy = asking.published(samuel)
    question = asking.ask(rosa, 5_000, shop="Otter Swim")
    assert (question.answer, question.is_by_policy, question.answered_by, question.policy) == (
        "yes",
        True,
        None,
        policy,
    )
    assert (question.up_to_pence, question.policy.published_by) == (5_000, samuel)
    assert question.until == timezone.localdate() + timedelta(days=90)
    assert question.outcome_name == "Keeping clean and well"


def test_the_text_that_came_with_the_site_says_no_yes_by_itself(rosa):
    assert PurchasePolicy.current().published_by is None
    assert asking.ask(rosa, 100).answer == ""


def test_the_councils_thresholds_hold(rosa, samuel):
    asking.published(samuel)
    PurchaseQuestionSettings.objects.create(immediate_pounds=10, immediate_month_pounds=15, holds_days=7)
    assert [asking.ask(rosa, pence).answer for pence in (1_001, 1_000, 501, 500)] == ["", "yes", "", "yes"]
    PurchaseQuestionSettings.objects.update(immediate=False)
    assert asking.ask(rosa, 1).answer == ""


def test_without_the_money_or_an_outcome_a_person_looks(rosa, samuel):
    asking.published(samuel)
    full, small, kept = asks.pots_of(rosa)
    answers = [asking.ask(rosa, 4_000, pot=pot).answer for pot in (full, small, kept)]
    assert answers == ["yes", "", ""]
    assert ledger.balance(small.available) == 3_000


def test_a_rule_of_her_plan_sends_it_to_a_person(rosa, samuel, monkeypatch):
    asking.published(samuel)
    registry = Registry("rules against a purchase")
    registry.register("spending_rules", lambda pot, shop, pence: ["Not here"] if shop == "Casa" else [])
    monkeypatch.setattr(rules_against, "_rules", registry)
    assert [asking.ask(rosa, 100, shop=shop).answer for shop in ("Casa", "Otter Swim")] == ["", "yes"]


def test_a_named_practitioner_answers_once_and_it_quotes_the_plan(rosa, samuel, monkeypatch):
    registry = Registry("words of an outcome")
    registry.register("plan", lambda person, outcome: "I want to swim again.")
    monkeypatch.setattr(outcome_words, "_words", registry)
    question = questions.answer(question=asking.ask(rosa), reply=yes(why="Enjoy it."), by=samuel)
    assert (question.answered_by, question.outcome_words, question.why) == (
        samuel,
        "I want to swim again.",
        "Enjoy it.",
    )
    with pytest.raises(QuestionRefused, match="Somebody else has answered"):
        questions.answer(question=question, reply=Reply("no", "No"), by=make.staff(Role.PRACTITIONER))
    assert PurchaseQuestion.objects.get().answer == "yes"
    line = AuditLine.objects.get(action="purchase_question.answered")
    assert line.detail == {"answer": "yes", "policy": 1}


@pytest.mark.parametrize("reply", [Reply("no", " "), Reply("yes", up_to_pence=100), Reply("no_need", up_to_pence=0)])
def test_an_answer_is_whole(rosa, samuel, reply):
    with pytest.raises(QuestionRefused):
        questions.answer(question=asking.ask(rosa), reply=reply, by=samuel)


def test_nobody_answers_her_own_question(rosa):
    roles = make.staff(Role.PRACTITIONER)
    for question, by in ((asking.ask(rosa), rosa.user), (asking.ask(rosa, by=roles), roles)):
        with pytest.raises(QuestionRefused):
            questions.answer(question=question, reply=yes(), by=by)


def test_the_person_is_told_in_her_way_and_whoever_asked_for_her(rosa, samuel):
    amira = make.user("Amira Whitfield")
    make.mandate(rosa, amira, Scope.PROPOSE)
    question = questions.answer(question=asking.ask(rosa, by=amira, what="Incontinence pads"), reply=yes(), by=samuel)
    told = Notice.objects.filter(template=questions.TEMPLATE).order_by("pk")
    assert [notice.to for notice in told] == [rosa.user, amira]
    assert {notice.subject for notice in told} == {f"We have answered your question {question.reference}"}
    assert not any("Incontinence" in notice.body + notice.subject for notice in told)


@pytest.mark.parametrize("form", ["easy_read", "large_print"])
def test_on_paper_the_whole_answer_is_there(samuel, form):
    person = money.card_account(5_000, person=make.person("Edith Marlow", signs_in=False)).person
    person.contact_format = form
    person.save()
    question = asking.ask(person, by=make.user("Amira Whitfield"), what="A radio")
    questions.answer(question=question, reply=yes(2_000), by=samuel)
    letter = Letter.objects.get(template=questions.TEMPLATE)
    for words in ("A radio", "£20.00", question.reference, "Samuel Osei", "version 1"):
        assert words in letter.body
    assert "A radio" not in letter.subject


def test_a_version_never_changes_once_it_is_there(samuel):
    first = asking.published(samuel, "Version one")
    assert asking.published(samuel, "Version one") == first
    with pytest.raises(PolicyRefused):
        policies.publish(text="Version one", by=make.staff(Role.ADMINISTRATOR))
    assert asking.published(samuel, "Version two").number == first.number + 1
    for change in (
        lambda: PurchasePolicy.objects.filter(pk=first.pk).update(text="Other"),
        lambda: PurchasePolicy.objects.filter(pk=first.pk).delete(),
    ):
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "change",
    [
        {"answer": "yes"},
        {"answered_at": timezone.now()},
        {"up_to_pence": 5},
        {"answer": "no", "why": ""},
        {"pence": 0},
        {"is_by_policy": True},
    ],
)
def test_the_database_keeps_half_an_answer_out(rosa, change):
    question = asking.ask(rosa)
    with pytest.raises(IntegrityError), transaction.atomic():
        PurchaseQuestion.objects.filter(pk=question.pk).update(**change)


def test_too_many_at_once_are_for_the_telephone(rosa):
    for _ in range(questions.MOST_WAITING):
        asking.ask(rosa)
    with pytest.raises(QuestionRefused, match="Call us"):
        asking.ask(rosa)


def test_the_queue_has_ones_own_people_first_then_by_the_day(rosa, samuel):
    other = money.card_account(5_000, person=make.person("Joan Whitfield")).person
    late = asking.ask(other)
    PurchaseQuestion.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    own = asking.ask(rosa)
    rosa.practitioner = samuel
    rosa.save()
    assert list(asks.queue(samuel)) == [own, late]
    assert asks.counts(samuel, timezone.localdate()) == (2, 1, 1)


def test_after_a_death_no_question_waits(rosa, samuel):
    asking.ask(rosa)
    pauses.record_death(person=rosa, died_on=timezone.localdate(), by=samuel)
    assert (list(asks.queue(samuel)), asks.counts(samuel, timezone.localdate())) == ([], (0, 0, 0))


def test_a_line_of_her_plan_is_a_rule_to_look_at(rosa, samuel):
    asking.published(samuel)
    declines.line(rosa, "Casa Outdoor", by=samuel)
    assert [asking.ask(rosa, 100, shop=shop).answer for shop in ("CASA  outdoor", "Otter Swim")] == ["", "yes"]
    pot = asks.pots_of(rosa)[0]
    assert rules_against.of(pot=pot, shop="Casa Outdoor", pence=1) == ["Casa Outdoor: We agreed on it in the summer."]
    declines.line(rosa, category="grocery", by=samuel)
    assert asking.ask(rosa, 100, shop="Otter Swim").answer == ""


def test_who_acts_for_her_answers_none_of_her_questions(rosa):
    """A practitioner who pays for her own mother is a daughter here, whoever of the two asked."""
    daughter = make.staff(Role.PRACTITIONER, name="Dora Alvarez")
    make.mandate(rosa, daughter, Scope.PAY)
    with pytest.raises(QuestionRefused, match="Somebody else"):
        questions.answer(question=asking.ask(rosa, 4_500), reply=yes(), by=daughter)

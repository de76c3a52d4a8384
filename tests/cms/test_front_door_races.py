"""Real processes at the same complaint or concern, on the database under test."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Notice
from accounts.roles import Role
from cms.actions import complaint_steps as steps
from cms.actions import complaints, concerns
from cms.actions.refusals import Refused
from cms.concern_rules import Decision
from cms.models import Complaint, Concern
from tests.accounts.test_races import together
from tests.factories import front_door as make

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(do, **how):
    try:
        return do(**how) and "done"
    except Refused as refused:
        return refused.code


def test_one_journey_sent_by_all_is_one_complaint():
    make.handler()
    told = make.told(contact_format="email", email="kim@example.com")
    found = together(lambda _: complaints.tell(told=told, by=None).reference)
    assert (len(set(found)), Complaint.objects.count(), Notice.objects.count()) == (1, 1, 1)


def test_one_form_sent_by_all_is_one_concern():
    make.safeguarding()
    found = together(lambda _: make.concern(token="t" * 24).reference)
    assert (len(set(found)), Concern.objects.count(), Notice.objects.count()) == (1, 1, 1)


def test_two_people_decide_and_one_does():
    leads = [make.safeguarding(f"Lead {number}") for number in range(4)]
    made = make.tested(leads[0])

    def decide(number):
        mine = Concern.objects.get(pk=made.pk)
        return outcome(
            concerns.decide, concern=mine, decision=Decision.ENQUIRY, why=f"Reason {number}", by=leads[number]
        )

    assert sorted(together(decide)) == ["done", "overtaken", "overtaken", "overtaken"]
    made.refresh_from_db()
    assert made.events.filter(name="decide").count() == 1
    assert made.decision_why == f"Reason {leads.index(made.decided_by)}"


def test_a_decision_is_made_on_the_answers_as_they_stand():
    ruth, helen = make.safeguarding(), make.safeguarding("Helen Marsh")
    made = make.tested(ruth)
    no = {**make.YES, "risk": ("no", "It was another house")}

    def act(number):
        mine = Concern.objects.get(pk=made.pk)
        if number % 2:
            return outcome(concerns.answer_tests, concern=mine, answers=no, by=helen)
        return outcome(concerns.decide, concern=mine, decision=Decision.ENQUIRY, why="All three", by=ruth)

    together(act)
    made.refresh_from_db()
    assert (made.decision, made.risk) in {("enquiry", "yes"), ("", "no")}


def test_two_people_close_and_one_does():
    ruth = make.safeguarding()
    others = [make.safeguarding(f"Second {number}") for number in range(4)]
    made = make.decided(ruth)

    def close(number):
        return outcome(concerns.close, concern=Concern.objects.get(pk=made.pk), outcome="Safe", by=others[number])

    assert sorted(together(close)) == ["done", "overtaken", "overtaken", "overtaken"]


def test_two_people_pass_it_to_safeguarding_and_it_is_one():
    handlers = [make.handler(f"Handler {number}") for number in range(4)]
    made = make.complaint()
    found = together(
        lambda number: outcome(
            concerns.from_complaint, complaint=Complaint.objects.get(pk=made.pk), by=handlers[number]
        )
    )
    assert (sorted(found), Concern.objects.count()) == (["done", "done_before", "done_before", "done_before"], 1)


def test_taken_on_by_two_it_has_one_handler():
    handlers = [make.handler(f"Handler {number}", Role.ADMINISTRATOR) for number in range(4)]
    made = make.complaint()

    def take(number):
        mine = Complaint.objects.get(pk=made.pk)
        return outcome(steps.give, complaint=mine, to=handlers[number], by=handlers[number])

    together(take)
    made.refresh_from_db()
    assert made.events.filter(name="given").count() == made.version
    assert made.handler in handlers


def test_answered_and_withdrawn_at_once():
    samuel = make.handler()
    soon = timezone.localdate() + timedelta(days=9)
    made = steps.begin(complaint=make.planned(samuel, soon), by=samuel)

    def act(number):
        mine = Complaint.objects.get(pk=made.pk)
        if number % 2:
            return outcome(steps.withdraw, complaint=mine, why="Mended", by=samuel)
        words = {"outcome": "upheld", "words": "Sorry", "put_right": "Done"}
        return outcome(steps.answer, complaint=mine, **words, by=samuel)

    assert sorted(together(act)) == ["done", "overtaken", "overtaken", "overtaken"]

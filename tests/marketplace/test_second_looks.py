"""Whoever does not agree with a decision on paying family has it looked at again, by somebody who did not make it.

Care and Support (Direct Payments) Regulations 2014 (SI 2014/2871), regulation 3; that a second look is by another
person is our own rule.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import pauses as death
from accounts.actions import roles
from accounts.models import AuditLine, ContactFormat, Letter, Notice
from accounts.roles import Role, Scope
from marketplace.actions import necessity, second_looks
from marketplace.actions.necessity import NecessityRefused
from marketplace.actions.second_looks import Finding
from marketplace.models import NecessityDecision, SecondLook
from marketplace.queries import necessity as found
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
KEPT, ENDED, CHANGED = SecondLook.Result.KEPT, SecondLook.Result.ENDED, SecondLook.Result.CHANGED
SEES = (Scope.SEE_BALANCE, Scope.SEE_LINES)
NEXT = timezone.localdate() + timedelta(days=90)


@pytest.fixture
def rosa():
    return people.person("Rosa Alvarez")


@pytest.fixture
def samuel():
    return people.staff(Role.PRACTITIONER, name="Samuel Osei")


@pytest.fixture
def leila():
    return people.staff(Role.PRACTITIONER, name="Leila Haddad")


def decided(person, by, profile=None, **more) -> NecessityDecision:
    given = {"relation": "spouse", "what_for": "care", "reasons": "Nobody else speaks her language.", "review_on": NEXT}
    return necessity.record(person=person, profile=profile or market.assistant(), by=by, **{**given, **more})


def asked(decision, by=None) -> SecondLook:
    by = by or decision.person.user
    return second_looks.ask(decision=decision, words="Ines can do it too.", by=by)


def answered(look, by, result=KEPT, words="It was right.", review_on=None) -> SecondLook:
    return second_looks.answer(look=look, finding=Finding(result, words, review_on), by=by)


def said(do, *args, **more) -> str:
    with pytest.raises(NecessityRefused) as caught:
        do(*args, **more)
    return str(caught.value)


def test_another_than_who_decided_answers_and_none_with_a_part_in_it(rosa, samuel, leila):
    profile = market.assistant()
    look = asked(decided(rosa, samuel, profile))
    acts = people.staff(Role.PRACTITIONER, name="Acts For Her")
    people.mandate(rosa, acts, Scope.SEE_BALANCE)
    roles.grant(user=profile.user, role=Role.PRACTITIONER, by=None)
    for by in (samuel, acts, profile.user, rosa.user, people.staff(Role.FINANCE)):
        assert "no part in it" in said(answered, look, by)
    assert answered(look, leila).looked_by == leila
    assert "answered this already" in said(answered, look, leila)


def test_whoever_wrote_it_down_for_her_does_not_answer_it(rosa, samuel, leila):
    look = asked(decided(rosa, samuel), by=leila)
    assert "no part in it" in said(answered, look, leila)


def test_the_books_hold_no_look_by_who_decided(rosa, samuel):
    look = asked(decided(rosa, samuel))
    given = {"result": KEPT, "result_words": "So.", "looked_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondLook.objects.filter(pk=look.pk).update(looked_by=samuel, **given)


def test_who_may_ask_is_she_or_who_speaks_for_her_and_sees_it(rosa, samuel):
    made = decided(rosa, samuel)
    viewer, amira = people.user("Vera"), people.user("Amira Whitfield")
    people.mandate(rosa, viewer, *SEES)
    people.mandate(rosa, amira, *SEES, Scope.PROPOSE)
    for by in (viewer, people.user("Nobody")):
        assert "Only the person" in said(asked, made, by)
    assert asked(made, amira) == asked(made, rosa.user)


def test_it_is_due_within_ten_working_days(rosa, samuel):
    monday = market.soon(0).replace(year=2026, month=11, day=30)
    look = second_looks.ask(decision=decided(rosa, samuel), words="No.", by=rosa.user, at=monday)
    assert str(look.due_on) == "2026-12-14"


def test_nothing_changes_until_it_is_answered_and_kept_it_stays(rosa, samuel, leila):
    made = decided(rosa, samuel)
    look = asked(made)
    assert list(found.standing(rosa)) == [made]
    answered(look, leila)
    assert list(found.standing(rosa)) == [made]


def test_ended_what_is_booked_is_cancelled_and_one_letter_tells_her(rosa, samuel, leila):
    """The reasons of the second look are why it ended; two letters about one thing would worry."""
    listing = market.listing()
    made = decided(rosa, samuel, listing.personal_assistant)
    order = market.coming(listing, market.pot(rosa), not_household=False)
    before = Notice.objects.filter(to=rosa.user).count()
    answered(asked(made), leila, ENDED, "Ines can do it too.")
    made.refresh_from_db()
    assert (made.ended_by, made.end_reasons) == (leila, "Ines can do it too.")
    assert {visit.state for visit in order.visits.all()} == {"cancelled"}
    told = Notice.objects.filter(to=rosa.user).order_by("pk").values_list("template", flat=True)[before:]
    assert [each.rpartition("/")[2] for each in told] == ["visits_ended_by_council", "second_look_answered"]


def test_decided_anew_what_is_booked_goes_on(rosa, samuel, leila):
    listing = market.listing()
    made = decided(rosa, samuel, listing.personal_assistant)
    order = market.coming(listing, market.pot(rosa), not_household=False)
    look = answered(asked(made), leila, CHANGED, "Until Ines has learned it.", NEXT)
    assert list(found.standing(rosa)) == [look.made]
    assert (look.made.decided_by, look.made.reasons) == (leila, "Until Ines has learned it.")
    visit = order.visits.get()
    assert (visit.state, found.pays_visit(visit)) == ("planned", True)


def test_the_end_of_a_decision_is_looked_at_too_and_it_may_pay_again(rosa, samuel, leila):
    made = decided(rosa, samuel)
    necessity.end(decision=made, reasons="Others can.", by=samuel)
    look = answered(asked(made), leila, CHANGED, "Nobody came.", NEXT)
    assert (look.after_end, list(found.standing(rosa))) == (True, [look.made])


def test_what_has_ended_is_not_ended_again(rosa, samuel, leila):
    made = decided(rosa, samuel)
    look = asked(made)
    necessity.end(decision=made, reasons="Others can.", by=samuel)
    assert "changed since" in said(answered, look, leila, ENDED)


def test_what_was_decided_anew_since_is_not_looked_at_nor_made_twice(rosa, samuel, leila):
    profile = market.assistant()
    made = decided(rosa, samuel, profile)
    look = asked(made)
    necessity.end(decision=made, reasons="Others can.", by=samuel)
    decided(rosa, samuel, profile)
    assert "decided anew since" in said(asked, made)
    assert "changed since" in said(answered, look, leila, CHANGED, review_on=NEXT)


def test_it_has_words_on_both_sides_and_a_day_where_it_is_made_anew(rosa, samuel, leila):
    made = decided(rosa, samuel)
    assert "Write why" in said(second_looks.ask, decision=made, words=" ", by=rosa.user)
    look = asked(made)
    assert "Write why" in said(answered, look, leila, words=" ")
    assert "Choose when" in said(answered, look, leila, CHANGED)
    assert list(found.standing(rosa)) == [made]


def test_each_step_is_audited_and_no_line_says_why(rosa, samuel, leila):
    look = asked(decided(rosa, samuel))
    answered(look, leila)
    lines = AuditLine.objects.filter(subject=f"second_look:{look.pk}").order_by("pk")
    assert [(line.action, line.by) for line in lines] == [
        ("second_look.asked", str(rosa.user.pk)),
        ("second_look.answered", str(leila.pk)),
    ]
    assert all("Ines" not in str(line.detail) for line in lines)


def test_no_email_says_what_it_was_about_and_a_letter_says_why(samuel, leila):
    edith = people.person("Edith Marlow", contact_format=ContactFormat.EASY_READ)
    amira = people.user("Amira Whitfield")
    people.mandate(edith, amira, *SEES, Scope.PROPOSE)
    answered(asked(decided(edith, samuel), amira), leila, words="He knows her best.")
    letter = Letter.objects.filter(person=edith).latest("pk")
    assert "[info] This is why: He knows her best." in letter.body
    assert "[tick] You can still pay them with your money." in letter.body
    mail = Notice.objects.get(to=amira)
    assert not {"Ben", "knows her best", "Edith"} & set((mail.subject + mail.body).split())
    assert "He knows" not in mail.body


def test_after_a_death_it_waits_for_nobody(rosa, samuel, leila):
    asked(decided(rosa, samuel))
    death.record_death(person=rosa, died_on=timezone.localdate(), by=samuel)
    staff = sessions.enter(Client(), leila)
    assert b"Nothing to look at" in staff.get(reverse("staff-second-looks")).content


# The story, through the pages


def test_a_person_asks_another_practitioner_answers_and_she_reads_it(rosa, samuel, leila):
    market.pot(rosa)
    made = decided(rosa, samuel)
    hers, first, second = (sessions.enter(Client(), user) for user in (rosa.user, samuel, leila))
    page = hers.get(reverse("money-family")).content
    ask = reverse("money-family-look", args=[made.pk])
    assert ask.encode() in page
    assert b"Enter why you do not agree" in hers.post(ask, {"words": ""}).content
    assert b"Check your answers" in hers.post(ask, {"words": "Ines can do it too."}).content
    assert hers.post(ask, {"words": "Ines can do it too.", "confirm": "1"}).url == reverse("money-family")
    look = SecondLook.objects.get()
    assert hers.get(ask).status_code == 302
    one = reverse("staff-second-look", args=[look.pk])
    assert first.get(one).status_code == 404
    assert b"Second looks" not in first.get(reverse("staff-home")).content
    assert b"1 to answer." in second.get(reverse("staff-home")).content
    assert b"Rosa Alvarez" in second.get(reverse("staff-second-looks")).content
    assert b"Ines can do it too." in second.get(one).content
    given = {"result": "ended", "words": "Her daughter is glad to."}
    assert b"Enter why" in second.post(one, {**given, "words": ""}).content
    assert b"Nothing after today" in second.post(one, given).content
    assert second.post(one, {**given, "confirm": "1"}).url == reverse("staff-second-looks")
    assert b"Her daughter is glad to." in hers.get(reverse("money-family")).content
    assert second.get(one).status_code == 404


def test_made_anew_the_form_asks_for_a_day(rosa, samuel, leila):
    look = asked(decided(rosa, samuel))
    one = reverse("staff-second-look", args=[look.pk])
    shown = sessions.enter(Client(), leila).post(one, {"result": "changed", "words": "So."})
    assert b"Enter when we look at it again" in shown.content


def test_what_she_says_by_telephone_is_written_down(rosa, samuel, leila):
    made = decided(rosa, samuel)
    staff = sessions.enter(Client(), samuel)
    at = reverse("staff-person-family-look", args=[rosa.pk, made.pk])
    staff.post(at, {"words": "She wants Ines.", "confirm": "1"})
    look = SecondLook.objects.get()
    assert (look.asked_by, look.words) == (samuel, "She wants Ines.")
    assert at.encode() not in staff.get(reverse("staff-person-family", args=[rosa.pk])).content


def test_a_delegate_who_sees_no_lines_does_not_ask_and_a_stranger_finds_nothing(rosa, samuel):
    made = decided(rosa, samuel)
    amira, stranger = people.user("Amira Whitfield"), people.person("Joan Whitfield")
    mandate = people.mandate(rosa, amira, Scope.PROPOSE, Scope.PAY)
    ask = reverse("money-family-look", args=[made.pk])
    assert sessions.enter(Client(), amira, acting=mandate).get(ask).status_code == 403
    assert sessions.enter(Client(), stranger.user).get(ask).status_code == 404
    assert b"decided nothing" in sessions.enter(Client(), stranger.user).get(reverse("money-family")).content
    assert list(found.standing(rosa)) == [made]

"""Moderators read what people say first; the organisation replies, and asks us to look again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import daily
from accounts.models import AuditLine, Notice
from directory.actions import feedback, feedback_moderation, feedback_replies
from directory.models import FeedbackReply, OrganisationFeedback
from directory.queries import feedback as found_by
from directory.refusals import Moved, Refused
from tests import sessions
from tests.accounts.screens import words
from tests.factories import accounts, directory, pages
from tests.factories import feedback as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def of():
    return make.organisation()


@pytest.fixture
def moderator():
    return pages.moderator()


@pytest.fixture
def desk(client, moderator):
    accounts.sign_in(client, moderator)
    return client


@pytest.fixture
def grace(of):
    return pages.writer(of)


@pytest.fixture
def hers(grace):
    return sessions.enter(Client(), grace)


def at(made, how=""):
    return reverse(f"staff-moderation-feedback{how and '-'}{how}", args=[made.pk])


def answer(client, made, how, **data):
    """Both steps: what was asked, and the check."""
    checked = words(client.post(at(made, how), data))
    client.post(at(made, how), data | {"confirm": "1"})
    made.refresh_from_db()
    return checked


def theirs(made, what=""):
    return reverse(f"provider-feedback-{what or 'one'}", args=[made.pk])


def told(user):
    return [each.template.rpartition("/")[2] for each in Notice.objects.filter(to=user).order_by("pk")]


# Moderators


def test_the_queue_has_what_waits_the_oldest_first_and_what_was_answered(desk, of, moderator):
    old = make.waiting(of, good="Old", at=timezone.now() - timedelta(days=2))
    make.waiting(make.organisation("Sunrise"), good="New")
    make.shown(make.organisation("Fern Lane"), moderator=moderator)
    queue = words(desk.get(reverse("staff-moderation"), {"show": "feedback"}))
    assert "What people say (2)" in queue
    assert queue.index(of.name) < queue.index("Sunrise")
    assert "Fern Lane" in words(desk.get(reverse("staff-moderation"), {"show": "feedback-done"}))
    assert "2 from what people say" in words(desk.get("/staff/"))
    assert "Old" in words(desk.get(at(old)))


def test_a_council_without_it_has_no_such_list(desk):
    shown = words(desk.get(reverse("staff-moderation"), {"show": "feedback"}))
    assert ("What people say" in shown, "Waiting (0)" in shown) == (False, True)


def test_approved_it_waits_for_the_organisation_and_both_are_told(desk, of, grace):
    made = make.waiting(of)
    checked = answer(desk, made, "approve", good=made.good)
    assert "They came on time" in checked
    assert (made.state, made.shows_on) == ("approved", timezone.localdate() + timedelta(days=7))
    assert (told(made.written_by), told(grace)) == (["feedback_approved"], ["feedback_to_reply"])


def test_who_has_no_manager_here_is_written_to_at_the_address_of_its_page(desk, of):
    type(of).objects.filter(pk=of.pk).update(email="office@hollybank.example")
    made = make.waiting(of)
    answer(desk, made, "approve", good=made.good)
    notice = Notice.objects.get(to=None)
    assert (notice.address, reverse("provider-claim", args=[of.slug]) in notice.body) == (
        "office@hollybank.example",
        True,
    )


def test_with_something_taken_out_the_writer_sees_what(desk, of):
    made = make.waiting(of, good="Kelly is kind.")
    checked = answer(desk, made, "approve", good="[removed] is kind.")
    assert ("Kelly is kind." in checked, "[removed] is kind." in checked) == (True, True)
    assert (made.good, made.shown_good, told(made.written_by)) == (
        "Kelly is kind.",
        "[removed] is kind.",
        ["feedback_edited"],
    )
    reads = words(sessions.enter(Client(), made.written_by).get(reverse("directory-your-feedback-one", args=[made.pk])))
    assert ("We took something out" in reads, "Kelly" in reads) == (True, True)


@pytest.mark.parametrize(
    ("good", "says"), [("Kelly is very kind.", "and add none"), ("[removed]", "Nothing would be left")]
)
def test_no_word_is_added_and_something_is_left(desk, of, good, says):
    made = make.waiting(of, good="Kelly is kind.")
    assert says in answer(desk, made, "approve", good=good)
    assert made.state == "waiting"
    with pytest.raises(Refused):
        feedback_moderation.approve(feedback=made, good=good, better="", by=pages.moderator())


def test_what_she_changed_meanwhile_is_looked_at_again(desk, of):
    made = make.waiting(of)
    form = {"good": made.good, "sent": made.sent_at.isoformat()}
    desk.post(at(made, "approve"), form)
    later = made.sent_at + timedelta(seconds=1)
    feedback.change(feedback=made, said=make.said("They never came"), by=made.written_by, at=later)
    again = words(desk.post(at(made, "approve"), form | {"good": "They never came", "confirm": "1"}))
    made.refresh_from_db()
    assert ("it says something else" in again, made.state) == (True, "waiting")


@pytest.mark.parametrize(
    ("how", "state", "template"),
    [("send-back", "sent_back", "feedback_sent_back"), ("refuse", "refused", "feedback_refused")],
)
def test_no_has_reasons_that_the_writer_reads(desk, of, how, state, template):
    made = make.waiting(of)
    assert "Say why" in answer(desk, made, how, reasons=" ")
    answer(desk, made, how, reasons="It names Kelly")
    assert (made.state, made.reasons, told(made.written_by)) == (state, "It names Kelly", [template])
    assert "It names Kelly" not in Notice.objects.get(to=made.written_by).body


def test_what_was_answered_is_not_answered_again(desk, of, moderator):
    made = make.waiting(of)
    seen = OrganisationFeedback.objects.get(pk=made.pk)
    feedback_moderation.refuse(feedback=made, reasons="No", by=moderator)
    assert desk.get(at(made, "approve")).url == at(made)
    with pytest.raises(Moved):
        feedback_moderation.approve(feedback=seen, good=seen.good, better="", by=moderator)


def test_nobody_decides_about_what_she_wrote_or_where_she_works(desk, of, moderator):
    hers = make.waiting(of, by=moderator)
    assert "You wrote some of this" in words(desk.get(at(hers)))
    elsewhere = make.organisation("Sunrise")
    made = make.waiting(elsewhere, good="Kelly is kind")
    directory.member(elsewhere, moderator, "finance")
    shown = words(desk.get(at(made)))
    assert ("You work for this organisation" in shown, "Kelly" in shown) == (True, False)
    for one in (hers, made):
        assert desk.get(at(one, "approve")).status_code == 302
        with pytest.raises(Refused):
            feedback_moderation.approve(feedback=one, good=one.good, better="", by=moderator)
        with pytest.raises(Refused):
            feedback_moderation.refuse(feedback=one, reasons="No", by=moderator)


def test_taken_down_by_us_it_says_why(desk, of, moderator):
    made = make.shown(of, moderator=moderator)
    answer(desk, made, "take-down", reasons="It is about another organisation")
    assert (made.state, told(made.written_by)[-1]) == ("taken_down", "feedback_taken_down")
    assert list(found_by.shown(of)) == []


# The days to reply


def test_it_is_shown_when_the_days_are_over_and_once(of, moderator):
    now = timezone.now()
    made = make.approved(of, moderator=moderator, at=now)
    shown = [feedback_moderation.show_due(now + timedelta(days=days)) for days in (6, 7, 8)]
    made.refresh_from_db()
    assert (shown, made.state, told(made.written_by)[-1]) == ([0, 1, 0], "shown", "feedback_shown")


def test_the_daily_run_shows_it(of, moderator):
    make.approved(of, moderator=moderator)
    said = {key: words for key, words, _ in daily.run(timezone.now() + timedelta(days=7))}
    assert said["feedback"].startswith("1 piece")


def test_a_reply_in_time_is_waited_for_and_then_both_are_shown(of, moderator, grace):
    now = timezone.now()
    made = make.approved(of, moderator=moderator, at=now)
    feedback_replies.reply(feedback=made, words="Thank you", by=grace)
    assert feedback_moderation.show_due(now + timedelta(days=9)) == 0
    feedback_moderation.approve_reply(feedback=made, by=moderator)
    made = found_by.shown(of).get()
    assert (made.reply.is_shown, told(grace)) == (True, ["feedback_to_reply", "feedback_reply_approved"])


def test_a_reply_that_was_sent_back_holds_nothing_up(of, moderator, grace):
    now = timezone.now()
    made = make.approved(of, moderator=moderator, at=now)
    feedback_replies.reply(feedback=made, words="We know who this is", by=grace)
    feedback_moderation.send_back_reply(feedback=made, reasons="Leave that out", by=moderator)
    assert feedback_moderation.show_due(now + timedelta(days=7)) == 1


def test_switched_off_nothing_goes_up(of, moderator):
    made = make.approved(of, moderator=moderator)
    make.switch_on(is_on=False)
    assert feedback_moderation.show_due(timezone.now() + timedelta(days=9)) == 0
    make.switch_on()
    assert feedback_moderation.show_due(timezone.now() + timedelta(days=9)) == 1
    assert list(found_by.shown(of)) == [made]


# The organisation


def test_a_manager_reads_it_replies_and_the_reply_waits(desk, hers, of, moderator, grace):
    made = make.approved(of, moderator=moderator)
    assert "They came on time" in words(hers.get(theirs(made)))
    assert "Write your reply" in words(hers.post(theirs(made, "reply"), {"words": ""}))
    assert "Thank you" in words(hers.post(theirs(made, "reply"), {"words": "Thank you"}))
    assert not FeedbackReply.objects.exists()
    hers.post(theirs(made, "reply"), {"words": "Thank you", "confirm": "1"})
    assert FeedbackReply.objects.get().state == "waiting"
    assert "A reply" in words(desk.get(reverse("staff-moderation"), {"show": "feedback"}))
    answer(desk, made, "reply-approve")
    public = words(Client().get(reverse("directory-what-people-say", args=[of.slug])))
    assert (f"{of.name} replied" in public, "Thank you" in public, grace.name in public) == (True, True, False)


def test_a_reply_that_came_back_is_put_right(desk, hers, of, moderator):
    made = make.shown(of, moderator=moderator)
    feedback_replies.reply(feedback=made, words="We know who this is", by=of.managers().get().user)
    answer(desk, made, "reply-send-back", reasons="Leave that out")
    assert "Leave that out" in words(hers.get(theirs(made)))
    assert "Put your reply right" in words(hers.get("/provider/"))
    hers.post(theirs(made, "reply"), {"words": "Thank you", "confirm": "1"})
    answer(desk, made, "reply-approve")
    assert told(made.written_by)[-1] == "feedback_answered"
    assert hers.get(theirs(made, "reply")).url == theirs(made)
    hers.post(theirs(made, "take-back"), {"confirm": "1"})
    assert not FeedbackReply.objects.exists()


def test_nobody_approves_a_reply_that_she_wrote(of, moderator, grace):
    made = make.shown(of, moderator=moderator)
    feedback_replies.reply(feedback=made, words="Thank you", by=grace)
    FeedbackReply.objects.update(written_by=moderator)
    made.refresh_from_db()
    with pytest.raises(Refused):
        feedback_moderation.approve_reply(feedback=made, by=moderator)


def test_before_a_moderator_said_yes_it_is_not_there_for_the_organisation(hers, of):
    made = make.waiting(of)
    assert hers.get(theirs(made)).status_code == 404
    assert "They came on time" not in words(hers.get(reverse("provider-feedback")))


def test_only_managers_and_nothing_of_who_wrote(hers, of, moderator):
    made = make.shown(of, moderator=moderator, named="nobody")
    assert "Rosa" not in words(hers.get(theirs(made)))
    dilys = pages.writer(of, "scheduler", "Dilys Rowe")
    theirs_too = sessions.enter(Client(), dilys)
    assert theirs_too.get(theirs(made)).status_code == 404
    assert theirs_too.get(reverse("provider-feedback")).status_code == 403
    with pytest.raises(Refused):
        feedback_replies.reply(feedback=made, words="Thank you", by=dilys)


def test_her_pages_lead_there_while_the_council_has_it(hers, of):
    assert reverse("provider-feedback") in hers.get(reverse("provider-pages")).content.decode()
    make.switch_on(is_on=False)
    assert reverse("provider-feedback") not in hers.get(reverse("provider-pages")).content.decode()


def test_the_dashboard_says_it_while_there_is_time(hers, of, moderator):
    make.approved(of, moderator=moderator)
    assert "Read what somebody says about you" in words(hers.get("/provider/"))
    OrganisationFeedback.objects.update(shows_on=timezone.localdate() - timedelta(days=1))
    assert "Read what somebody says about you" not in words(hers.get("/provider/"))


def test_it_asks_us_to_look_again_once_and_is_answered(desk, hers, of, moderator, grace):
    made = make.shown(of, moderator=moderator)
    hers.post(theirs(made, "look-again"), {"words": "It is not us", "confirm": "1"})
    assert "To look at again" in words(desk.get(reverse("staff-moderation"), {"show": "feedback"}))
    answer(desk, made, "keep", reasons="It is")
    assert told(grace)[-1] == "feedback_looked_again"
    assert "It is" in words(hers.get(theirs(made)))
    assert hers.get(theirs(made, "look-again")).url == theirs(made)
    with pytest.raises(Moved):
        feedback_replies.look_again(feedback=made, words="Again", by=grace)


def test_taken_down_after_a_report_answers_it(desk, of, moderator, grace):
    made = make.shown(of, moderator=moderator)
    feedback_replies.look_again(feedback=made, words="It is not us", by=grace)
    answer(desk, made, "take-down", reasons="It is about somebody else")
    assert (made.report.answer, told(grace)[-1]) == ("We took it down.", "feedback_looked_again")


def test_each_step_is_in_the_audit_log(of, moderator, grace):
    made = make.approved(of, moderator=moderator)
    feedback_replies.reply(feedback=made, words="Thank you", by=grace)
    feedback_moderation.approve_reply(feedback=made, by=moderator)
    feedback.take_down(feedback=made, by=made.written_by)
    lines = AuditLine.objects.filter(subject=f"feedback:{made.pk}").order_by("pk").values_list("action", flat=True)
    steps = ["sent", "approved", "reply_sent", "reply_shown", "shown", "taken_down"]
    assert list(lines) == [f"feedback.{step}" for step in steps]


def test_the_lists_cost_the_same_for_one_and_for_three(desk, hers, of, moderator):
    def costs():
        return [
            queries_of(desk, f"{reverse('staff-moderation')}?show=feedback"),
            queries_of(desk, f"{reverse('staff-moderation')}?show=feedback-done"),
            queries_of(hers, reverse("provider-feedback")),
        ]

    make.waiting(of), make.shown(of, moderator=moderator)
    costs()
    one = costs()
    for _ in range(2):
        make.waiting(of), make.shown(of, moderator=moderator)
    assert costs() == one


def queries_of(client, address):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)

"""What somebody could get around in what people say about organisations."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from design.formats import day
from directory import feedback_rules as rules
from directory.actions import care, feedback, feedback_moderation, feedback_replies
from directory.cqc_boundary import Answers
from directory.models import FeedbackReply, Organisation, OrganisationFeedback, Service
from directory.queries import feedback as found_by
from directory.refusals import Moved, Refused
from tests import sessions
from tests.accounts.screens import words
from tests.directory.test_feedback_moderation import answer, at, told
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
def grace(of):
    return pages.writer(of)


@pytest.fixture
def desk(client, moderator):
    accounts.sign_in(client, moderator)
    return client


def state(made):
    made.refresh_from_db()
    return made.state


def test_words_taken_out_in_several_places_are_not_words_added():
    said = (
        "Anne came on Monday and was kind . Ben came on Tuesday and was late . Cora came on Sunday and was kind and "
        "said that my mother was ill and was late . They came on time ."
    )
    shown = (
        "Anne came on and was kind . came on Tuesday and was late . Cora came on Sunday and was and said that my was "
        "ill and was late They on ."
    )
    assert rules.only_takes_out(said, shown)


def test_a_draft_of_hers_as_an_assistant_hides_nothing(of, grace, moderator):
    make.shown(of, moderator=moderator)
    profile = directory.assistant("Grace", user=grace)
    type(profile).objects.filter(pk=profile.pk).update(status="draft")
    assert found_by.is_spoken_of(of)


def test_a_draft_service_that_says_alone_hides_nothing(of, grace, moderator):
    make.shown(of, moderator=moderator)
    draft = pages.page("Draft", organisation=of)
    Service.objects.filter(pk=draft.pk).update(status="draft")
    draft.refresh_from_db()
    answers = Answers(frozenset({"other"}), "yes", "home", "alone", "person", "person", "no")
    care.answer(subject=draft, answers=answers, by=grace)
    assert found_by.is_spoken_of(of)


def test_a_late_reply_holds_nothing_up(of, moderator, grace):
    now = timezone.now()
    made = make.approved(of, moderator=moderator, at=now)
    feedback_replies.reply(feedback=made, words="We know who this is", by=grace, at=now + timedelta(days=6))
    assert feedback_moderation.show_due(now + timedelta(days=8)) == 0
    feedback_replies.reply(feedback=made, words="Changed once more", by=grace, at=now + timedelta(days=9))
    assert feedback_moderation.show_due(now + timedelta(days=9)) == 1


def test_what_we_owe_an_answer_about_does_not_go_up_before(of, moderator, grace):
    now = timezone.now()
    made = make.approved(of, moderator=moderator, at=now)
    feedback_replies.look_again(feedback=made, words="It is about another firm", by=grace, at=now)
    feedback_replies.reply(feedback=made, words="This was not with us", by=grace, at=now)
    feedback_moderation.approve_reply(feedback=made, by=moderator, at=now)
    assert (feedback_moderation.show_due(now + timedelta(days=8)), state(made)) == (0, "approved")
    feedback_moderation.keep(feedback=made, reasons="It names your day centre", by=moderator, at=now)
    assert (feedback_moderation.show_due(now + timedelta(days=8)), state(made)) == (1, "shown")


def test_of_whom_nothing_is_said_nothing_goes_up(of, moderator):
    made = make.approved(of, moderator=moderator)
    Organisation.objects.filter(pk=of.pk).update(legal_status="Sole trader")
    assert feedback_moderation.show_due(timezone.now() + timedelta(days=9)) == 0
    assert "feedback_shown" not in told(made.written_by)


def test_of_a_personal_assistant_nothing_is_approved_and_she_is_not_written_to(of, grace, moderator):
    made = make.waiting(of)
    Organisation.objects.filter(pk=of.pk).update(legal_status="Sole trader")
    made.refresh_from_db()
    with pytest.raises(Refused):
        feedback_moderation.approve(feedback=made, good=made.good, better="", by=moderator)
    assert told(grace) == []


def test_switched_off_nobody_is_told_that_a_reply_can_be_read(of, moderator, grace):
    made = make.approved(of, moderator=moderator)
    feedback_replies.reply(feedback=made, words="Thank you", by=grace)
    make.switch_on(is_on=False)
    feedback_moderation.approve_reply(feedback=made, by=moderator)
    assert "feedback_answered" not in told(made.written_by)


def test_a_page_that_nobody_reads_is_not_said_to_be_read(client, of, moderator):
    rosa = accounts.user("Rosa Alvarez")
    accounts.sign_in(client, rosa)
    made = make.shown(of, moderator=moderator, by=rosa)
    make.switch_on(is_on=False)
    address = reverse("directory-your-feedback-one", args=[made.pk])
    assert "Everybody can read it" not in words(client.get(address))


def test_what_its_writer_took_down_is_not_said_of_the_moderator(desk, of, moderator):
    made = make.approved(of, moderator=moderator)
    feedback.take_down(feedback=made, by=made.written_by)
    said = words(desk.get(at(made)))
    assert said.count("Taken down") == 2  # the tag, and that its writer did
    assert "Approved" in said


def test_a_reply_that_was_shown_comes_down_alone(desk, of, moderator, grace):
    made = make.shown(of, moderator=moderator)
    feedback_replies.reply(feedback=made, words="Rosa has MS", by=grace)
    feedback_moderation.approve_reply(feedback=made, by=moderator)
    answer(desk, made, "reply-send-back", reasons="It tells of her health")
    assert (made.state, made.reply.state) == ("shown", "sent_back")
    assert "MS" not in words(Client().get(reverse("directory-what-people-say", args=[of.slug])))


def test_who_writes_and_joins_later_is_not_approved_and_does_not_reply_to_herself(of, moderator, grace):
    rosa = accounts.user("Rosa Alvarez")
    made = make.waiting(of, by=rosa)
    directory.member(of, rosa)
    with pytest.raises(Refused):
        feedback_moderation.approve(feedback=made, good=made.good, better="", by=moderator)


def test_a_moderator_sees_that_the_writer_works_for_another_organisation(desk, of, moderator):
    rosa = accounts.user("Rosa Alvarez")
    made = make.waiting(of, by=rosa)
    told_so = "works for another organisation in the directory"
    assert told_so not in words(desk.get(at(made)))
    directory.member(make.organisation("Other Care"), rosa)
    assert told_so in words(desk.get(at(made)))


def test_who_left_is_not_written_to(of, moderator, grace):
    made = make.shown(of, moderator=moderator)
    feedback_replies.reply(feedback=made, words="Thank you", by=grace)
    other = accounts.user("Mona New")
    directory.member(of, other)
    of.members.filter(user=grace).update(ended_at=timezone.now(), ended_by=moderator)
    feedback_moderation.send_back_reply(feedback=made, reasons="A name", by=moderator)
    assert ("feedback_reply_sent_back" in told(grace), told(other)[-1:]) == (False, ["feedback_reply_sent_back"])


def test_the_organisation_does_not_read_the_day(of, moderator, grace):
    when = timezone.now() - timedelta(days=3)
    make.shown(of, moderator=moderator, at=when)
    page = sessions.enter(Client(), grace).get(reverse("provider-feedback")).content.decode()
    assert day(timezone.localdate(when)) not in page.replace(day(timezone.localdate(when + timedelta(days=7))), "")


def test_a_refusal_is_of_what_she_looked_at(desk, of, moderator):
    made = make.waiting(of)
    sent = made.sent_at.isoformat()
    feedback.change(feedback=made, said=make.said("Changed"), by=made.written_by)
    desk.post(at(made, "refuse"), {"reasons": "A name", "sent": sent, "confirm": "1"})
    made.refresh_from_db()
    assert made.state == "waiting"


def test_a_service_that_is_not_up_is_not_named(client, of, moderator):
    other = pages.page("Secret name", organisation=of)
    make.shown(of, moderator=moderator, service=other)
    Service.objects.filter(pk=other.pk).update(status="withdrawn")
    assert "Secret name" not in words(client.get(reverse("directory-what-people-say", args=[of.slug])))


def test_nothing_is_said_to_what_was_taken_down_meanwhile(of, moderator, grace):
    made = make.shown(of, moderator=moderator)
    seen = OrganisationFeedback.objects.get(pk=made.pk)
    feedback.take_down(feedback=made, by=made.written_by)
    with pytest.raises(Moved):
        feedback_replies.reply(feedback=seen, words="Rosa has MS", by=grace)
    assert not FeedbackReply.objects.exists()


def test_who_joined_since_does_not_reply_to_herself(of, moderator):
    rosa = accounts.user("Rosa Alvarez")
    made = make.shown(of, moderator=moderator, by=rosa)
    directory.member(of, rosa, "manager")
    with pytest.raises(Refused):
        feedback_replies.reply(feedback=made, words="How kind of you", by=rosa)


def test_the_end_of_a_line_is_one_letter(client, of):
    accounts.sign_in(client, accounts.user("Rosa Alvarez"))
    good = "\r\n".join(["x" * 9] * 100)  # 999 letters as a browser counts
    given = {"good": good, "better": "", "knows": "uses", "named": "nobody", "agreed": "on", "confirm": "1"}
    client.post(reverse("directory-say-how-it-was", args=[of.slug]), given)
    assert OrganisationFeedback.objects.get().good == good.replace("\r\n", "\n")

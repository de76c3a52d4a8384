"""Complaining and agreeing who acts, in Easy Read, by keyboard alone: somebody who is not signed in, and Rosa."""

from accounts.models import Mandate
from cms.models import Complaint
from tests.browser.keys import choose, easy, follow_link, press_button, write
from tests.browser.telling import problems, says


def test_somebody_complains_without_signing_in(visit):
    page = visit(None, "/tell-us/", width=375)
    follow_link(page, "Read this page in Easy Read")
    easy(page, "What do you want to tell us?")
    press_button(page, "Continue")
    problems(page, "Choose what you want to tell us")
    choose(page, "Something went wrong")
    press_button(page, "Continue")
    easy(page, "What is it about?")
    choose(page, "A personal assistant")
    press_button(page, "Continue")
    easy(page, "What happened?")
    write(page, "What happened?", "Nobody came on Tuesday.")
    press_button(page, "Continue")
    easy(page, "What do you want us to do?")
    press_button(page, "Continue")
    easy(page, "How do you want our answer?")
    choose(page, "In a letter in Easy Read")
    write(page, "Your name", "Kim Lee")
    write(page, "Your address", "1 Mill Lane, Aldermere, AM1 1AA")
    press_button(page, "Continue")
    easy(page, "Check your answers")
    says(page, "What you say: Nobody came on Tuesday.", "Your name: Kim Lee")
    press_button(page, "Send your complaint")
    easy(page, "We have what you told us")
    kept = Complaint.objects.latest("pk")
    assert (kept.words, kept.contact_format) == ("Nobody came on Tuesday.", "easy_read")
    follow_link(page, "your own page")
    easy(page, f"Complaint {kept.reference}")


def test_rosa_starts_and_ends_that_elena_acts(visit):
    page = visit("rosa", "/accounts/")
    follow_link(page, "Read this page in Easy Read")
    easy(page, "Your details")
    says(page, "Elena Alvarez can see how much money there is", "It is paused since")
    follow_link(page, "start it again")
    easy(page, "Should Elena Alvarez act for you again?")
    press_button(page, "Yes, start it again")
    says(page, "stop it for a time")
    elena = Mandate.objects.get(delegate__name="Elena Alvarez", ended_at=None)
    assert elena.paused_at is None
    follow_link(page, "stop it for a time")
    easy(page, "Should Elena Alvarez stop for now?")
    press_button(page, "Yes, pause it now")
    follow_link(page, "end it")
    easy(page, "Should Elena Alvarez stop acting for you?")
    press_button(page, "Yes, stop it now")
    says(page, "Elena Alvarez can no longer act for you.")
    elena.refresh_from_db()
    assert elena.ended_at is not None

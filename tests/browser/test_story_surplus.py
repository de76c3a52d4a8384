"""Money that was not spent, in a real browser: Dorothy says what she thinks and appeals; Martin answers Neil and takes
what was decided. Dorothy and Neil are no sign-ins of the demo's first page, so their pages are looked at here."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.actions import surplus
from accounts.models import SurplusProposal, User
from tests import sessions
from tests.browser.telling import follow, press, says, sound


@pytest.fixture
def enter(browser: Browser, site: str) -> Callable[[SurplusProposal, int, bool], Page]:
    def entered(proposal: SurplusProposal, width: int, script: bool) -> Page:
        key = sessions.session(proposal.person.user).session_key
        context = browser.new_context(base_url=site, java_script_enabled=script, locale="en-GB")
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site}])
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/money/")
        return page

    return entered


def of(name: str) -> SurplusProposal:
    return SurplusProposal.objects.select_related("person__user").get(person__name=name)


def headed_by(page: Page, words: str) -> None:
    """The person or the amount may stand above it, in the same heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def write(page: Page, words: str, button: str) -> None:
    page.locator("[name=words]").fill(words)
    press(page, button)
    headed_by(page, "Check your answers")
    press(page, button)


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, False)])
def test_dorothy_says_what_she_thinks_and_appeals(enter, width, script):
    page = enter(of("Dorothy Pell"), width, script)
    follow(page, "that was not spent")
    follow(page, "Say what you think")
    headed_by(page, "Say what you think")
    sound(page, script=script)
    write(page, "My sister goes home at Easter. Then I need the mornings.", "Send")
    says(page, "Sent. Thank you.", "My sister goes home at Easter.", "8 weeks of the plan, which always stay")
    sound(page, script=script)
    SurplusProposal.objects.filter(person__name="Dorothy Pell").update(say_by=timezone.localdate() - timedelta(days=1))
    wendy = User.objects.get(email="finance2@aldermere.example")
    surplus.decide(proposal=of("Dorothy Pell"), pence=5_000, words="Some of it can come back.", by=wendy)
    page.reload()
    follow(page, "Appeal")
    headed_by(page, "Appeal")
    sound(page, script=script)
    write(page, "I need all of it.", "Appeal")
    says(page, "A third person looks at it", "No money has moved")


def test_martin_answers_neils_appeal_and_takes_what_was_decided(visit, enter):
    page = visit("finance", "/staff/surplus/")
    follow(page, "Neil Abbott")
    follow(page, "Answer the appeal")
    page.get_by_label("Take less back").check()
    page.get_by_label("If less: how much?").fill("40")
    write(page, "The course is a good use of the rest.", "Answer")
    says(page, "Time to appeal until")  # nothing is taken before, though it is answered
    SurplusProposal.objects.filter(person__name="Neil Abbott").update(
        appeal_by=timezone.localdate() - timedelta(days=1)
    )
    page.reload()
    follow(page, "Take the money back")
    headed_by(page, "Take £40.00 back")
    sound(page, script=True)
    press(page, "Take it back")
    press(page, "Take it back")
    says(page, "£40.00 is taken back. The person is told.")
    neil = enter(of("Neil Abbott"), 320, True)
    neil.goto(f"/money/not-spent/{of('Neil Abbott').pk}/")
    headed_by(neil, f"The council asked about £{of('Neil Abbott').pence / 100:.2f} that was not spent")
    says(neil, "Taken back", "£40.00 is to be taken back. Martin Cole")

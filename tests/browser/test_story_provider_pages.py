"""A charity takes over its own page, is sent back, puts it right and is published; staff work through a day's queue
(issue 8, §6)."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.actions import people
from accounts.models import Notice
from directory.models import PersonalAssistantProfile, Service
from tests import sessions
from tests.browser.telling import follow, headed, press, says, sound

OLU = "olu.peters@good-company-aldermere.example"
PUBLIC = "/directory/alderford-walking-group/"


@pytest.fixture
def olu(browser: Browser, site: str) -> Callable[..., Page]:
    user = people.create_sign_in(email=OLU, name="Olu Peters", by=None)
    key = sessions.session(user).session_key

    def entered(address: str, width: int = 1280, script: bool = True) -> Page:
        context = browser.new_context(base_url=site, java_script_enabled=script, locale="en-GB")
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site}])
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        return page

    return entered


def test_a_page_is_claimed_edited_sent_back_put_right_and_published(visit, olu):
    claims(olu("/directory/organisations/good-company-aldermere/", width=320, script=False))
    page = olu("/provider/pages/")
    edits(page)
    editor = visit("editor", "/staff/moderation/")
    sends_back(editor)
    expect(visit(None, PUBLIC).get_by_role("main")).not_to_contain_text("The best walks")
    puts_right(page)
    publishes(editor)
    says(visit(None, PUBLIC), "We walk slowly", "07700 900123")
    assert Notice.objects.filter(to__email=OLU, subject__startswith="Your change is on the page").exists()


def claims(page: Page) -> None:
    """By a code to an address at the charity's own domain: at 320 px, without script."""
    follow(page, "Do you run")
    page.get_by_label("A code by e-mail").check()
    page.get_by_label("Your e-mail address there").fill("olu@gmail.example")
    press(page, "Continue")
    says(page, "Enter an address that ends in @good-company-aldermere.example")
    page.get_by_label("Your e-mail address there").fill(OLU)
    press(page, "Continue")
    headed(page, "Enter the code Good Company Aldermere")
    sound(page, script=False)
    letter = Notice.objects.get(template="directory/emails/claim_code").body
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b", letter)
    assert code
    page.get_by_label("The code").fill(code.group().lower())
    press(page, "Continue")
    says(page, "You manage the pages of")
    sound(page, script=False)


def edits(page: Page) -> None:
    """What matters waits; the telephone is on the page at once."""
    follow(page, "Alderford walking group")
    follow(page, re.compile("^Change about"))
    page.get_by_label("What it is, in one sentence").fill("The best walks in the county.")
    press(page, "Save as a draft")
    follow(page, re.compile("^Change telephone"))
    page.get_by_label("Add a telephone number").fill("07700 900123")
    press(page, "Save as a draft")
    follow(page, "Preview the page")
    says(page, "This is a preview.", "The best walks in the county.", "07700 900123")
    sound(page)
    page.go_back()
    follow(page, "Check and send")
    sound(page)
    press(page, "Send")
    says(page, "Sent. We look at it and write to you.")


def sends_back(page: Page) -> None:
    follow(page, "Alderford walking group")
    says(page, "Olu Peters", "The best walks in")
    sound(page)
    follow(page, "Send back")
    page.get_by_label("Why?").fill("Say what you do. We cannot check “best”.")
    press(page, "Continue")
    headed(page, "Check your answer Alderford walking group")
    press(page, "Confirm")


def puts_right(page: Page) -> None:
    page.goto("/provider/pages/")
    says(page, "Sent back to you")
    follow(page, "Alderford walking group")
    says(page, "We sent your change back", "We cannot check “best”.")
    sound(page)
    follow(page, re.compile("^Change about"))
    page.get_by_label("What it is, in one sentence").fill("We walk slowly, and stop for tea.")
    press(page, "Save as a draft")
    follow(page, "Check and send")
    press(page, "Send")


def publishes(page: Page) -> None:
    page.goto("/staff/moderation/")
    follow(page, "Alderford walking group")
    follow(page, "Approve, or edit first")
    press(page, "Continue")
    press(page, "Confirm")


def test_staff_work_through_a_days_queue(visit):
    """Everything that waits for the editor today: changes, what went live, claims, pages to confirm by telephone."""
    page = visit("editor", "/staff/")
    follow(page, "Changes to pages")
    waiting = page.get_by_role("main").get_by_role("table").get_by_role("link")
    answered = 0
    while waiting.count():
        answer_one(page, waiting.first.inner_text())
        answered += 1
    assert answered > 2
    says(page, "There are no changes in this list.")
    page.goto("/staff/moderation/?show=live")
    assert page.get_by_role("main").get_by_role("table").count()
    while page.get_by_role("main").get_by_role("table").count():
        page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
        follow(page, "It is right")
        press(page, "Continue")
        press(page, "Confirm")
        page.goto("/staff/moderation/?show=live")
    page.goto("/staff/freshness/")
    before = page.get_by_role("row").count()
    page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    sound(page)
    name = page.locator("h1 .govuk-caption-l").inner_text()
    confirm_by_telephone(page)
    page.goto("/staff/freshness/")
    assert page.get_by_role("row").count() == before - 1
    kinds = (Service, PersonalAssistantProfile)
    assert any(kind.objects.filter(name=name, confirmed_on=timezone.localdate()).exists() for kind in kinds)


def answer_one(page: Page, name: str) -> None:
    follow(page, name)
    passing_on = (
        page.get_by_role("main")
        .get_by_role("button", name="Do nothing")
        .or_(page.get_by_role("main").get_by_role("link", name="Do nothing"))
    )
    if passing_on.count():
        passing_on.first.click()
        page.locator("textarea").fill("The telephone line was out of order that day.")
    else:
        follow(page, "Approve, or edit first")
    press(page, "Continue")
    press(page, "Confirm")
    page.goto("/staff/moderation/")


def confirm_by_telephone(page: Page) -> None:
    expect(page.get_by_role("main").get_by_role("button").first).to_be_visible()
    for box in page.locator("main input[type=text], main textarea").all():
        box.fill("Spoke to the manager. All of it is right.")
    for group in page.locator("fieldset").all():
        group.get_by_role("radio").first.check()
    page.get_by_role("main").get_by_role("button").first.click()

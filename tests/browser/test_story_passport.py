"""A new personal assistant, from her first form to the night her approval lapses, in a real browser (issue 8, §6).

Nadia applies, two approvers check and approve her, she puts her page on the site, is found, says what she sells, and is
booked by Rosa; at midnight after her last check she is gone.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.actions import people
from accounts.models import Notice, Payee, User
from directory.models import Approval
from tests import sessions
from tests.browser.telling import (
    agree,
    answer_when,
    follow,
    headed,
    look,
    next_friday,
    press,
    says,
    sound,
)

REFEREES = ("olive@home.example", "sid@home.example")
NADIA, FEMI = "nadia.malik@home.example", "femi@aldermere.example"
CHECKS = (
    ("Who they are", "Passport seen in person"),
    ("Right to work in the UK", "Share code seen"),
    ("Criminal record check", ""),
    ("Two references", "Both spoken to by telephone"),
    ("Insurance", "Certificate seen"),
    ("Training", "Certificates seen"),
    ("Interview", "Met for an hour"),
    ("Code of conduct", "Signed"),
)


@pytest.fixture
def enter(browser: Browser, site: str) -> Callable[..., Page]:
    """Whoever is no sign-in of the demo's first page, password and second step taken."""

    def entered(email: str, address: str, width: int = 1280, script: bool = True) -> Page:
        key = sessions.session(User.objects.get(email=email)).session_key
        context = browser.new_context(base_url=site, java_script_enabled=script, locale="en-GB")
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site}])
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        return page

    return entered


@pytest.fixture
def nadia(site: str) -> User:
    return people.create_sign_in(email=NADIA, name="Nadia Malik", by=None)


def test_from_the_first_form_to_the_night_it_lapses(visit, enter, nadia, clock):
    applies(enter)
    gives_both_references(enter)
    first, second = visit("approver", "/staff/approvals/"), enter(FEMI, "/staff/approvals/")
    checks(first)
    approves(first, second)
    puts_her_page_up(enter)
    call_command("push_search", stdout=StringIO())
    is_found(visit(None, "/personal-assistants/"), there=True)
    passport(visit(None, "/personal-assistants/nadia-malik/"))
    sells(enter)
    call_command("push_search", stdout=StringIO())
    is_booked(visit("rosa", "/personal-assistants/nadia-malik/"))
    until = Approval.objects.get(personal_assistant__slug="nadia-malik").until
    assert until is not None
    clock.move_to(midnight_after(until))
    is_found(visit(None, "/personal-assistants/"), there=False)
    page = visit(None, "/personal-assistants/nadia-malik/")
    says(page, "Approval ended on")


def applies(enter: Callable[..., Page]) -> None:
    """At 320 px and without script, and away in the middle: what was saved is there when she comes back."""
    page = enter(NADIA, "/approvals/apply/", width=320, script=False)
    page.get_by_label("I am self-employed").check()
    press(page, "Start")
    says(page, "0 of 8 done")
    sound(page, script=False)

    def step(title: str) -> None:
        page.get_by_role("main").get_by_role("link", name=title).click()
        sound(page, script=False)

    step("About your work")
    page.get_by_label("Tell people about your work").fill("I help people wash, dress and get out.")
    press(page, "Save")
    step("What you help with")
    for box in page.get_by_role("checkbox").all()[:3]:
        box.check()
    press(page, "Save")
    page.goto("/approvals/apply/")
    follow(page, "Nadia Malik")
    says(page, "2 of 8 done")
    step("Where you work")
    page.get_by_label("Which town do you work in?").fill("AM3 2QT")
    page.get_by_label("How many miles from there do you travel?").fill("6")
    press(page, "Save")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Which town do you work in?").fill("Alderford")
    press(page, "Save")
    step("Two people who know your work")
    for which, name in (("first", "Olive Grant"), ("second", "Sid Wren")):
        page.get_by_label(f"Name of the {which} person").fill(name)
        address = f"{name.split()[0].lower()}@home.example"
        page.get_by_label(f"Email address of the {which} person").fill(address)
    press(page, "Save")
    step("Insurance")
    page.get_by_label("Yes", exact=True).check()
    press(page, "Save")
    step("Training and experience")
    page.get_by_role("textbox").fill("Moving and handling. Nine years in a care home.")
    press(page, "Save")
    step("Criminal record check")
    page.get_by_label("Yes, and I am on the update service").check()
    press(page, "Save")
    step("Code of conduct")
    page.get_by_role("checkbox").check()
    press(page, "Save")
    says(page, "8 of 8 done")
    follow(page, "Check your answers")
    headed(page, "Check your answers")
    sound(page, script=False)
    press(page, "Send the application")
    says(page, "It stands like this", "Applied")


def gives_both_references(enter: Callable[..., Page]) -> None:
    """By the link in each e-mail, without signing in; the same link does not work a second time."""
    for notice in Notice.objects.filter(address__in=REFEREES).order_by("pk"):
        link = re.search(r"/reference/\S+", notice.body)
        assert link
        page = enter(NADIA, link.group())
        press(page, "Start")
        fill_reference(page)
        press(page, "Continue")
        press(page, "Send it")
        headed(page, "We have your reference")
        page.goto(link.group())
        headed(page, "This link does not work")


def fill_reference(page: Page) -> None:
    for group in page.locator("fieldset").all():
        group.get_by_role("radio").first.check()
    for box in page.locator("main input[type=text], main textarea").all():
        box.fill("Three years, as her manager")


def checks(page: Page) -> None:
    follow(page, re.compile("^To check"))
    follow(page, "Nadia Malik")
    today = timezone.localdate()
    for kind, seen in CHECKS:
        page.get_by_role("link", name=f"Record {kind}").click()
        if kind == "Criminal record check":
            page.get_by_label("Level, for a criminal record check").select_option(
                label="Enhanced DBS with barred lists"
            )
        page.get_by_label("Passed", exact=True).check()
        write_day(page, 0, today)
        if kind == "Insurance":
            write_day(page, 1, today + timedelta(days=9))
        page.get_by_label("What was seen (optional)").fill(seen)
        press(page, "Record the check")
        says(page, "The check is on record.")
    sound(page)


def write_day(page: Page, nth: int, on: date) -> None:
    for label, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        page.get_by_label(label, exact=True).nth(nth).fill(str(value))


def approves(first: Page, second: Page) -> None:
    """Whoever proposed cannot decide as well."""
    follow(first, "Propose to approve")
    first.get_by_label("Why should this be approved?").fill("Every check is made, and both referees know her work.")
    press(first, "Propose")
    says(first, "Another approver decides.")
    first.goto(f"{first.url.rstrip('/')}/approve/")
    headed(first, "Nadia Malik waits for another approver")
    follow(second, re.compile("^To check"))
    follow(second, "Nadia Malik")
    follow(second, "Decide about the proposal")
    sound(second)
    second.get_by_label("Approve it").check()
    press(second, "Save the decision")
    says(second, "Approved.")


def puts_her_page_up(enter: Callable[..., Page]) -> None:
    assert Notice.objects.filter(to__email=NADIA, subject="You are approved").exists()
    page = enter(NADIA, "/approvals/apply/", width=375)
    follow(page, "Nadia Malik")
    follow(page, "Open your page")
    says(page, "Your page is not on the site")
    sound(page)
    follow(page, "Change prices")
    page.get_by_label("An hour on weekdays").fill("17")
    page.get_by_label("Shortest visit").fill("30")
    press(page, "Save as a draft")
    follow(page, "Check and send")
    press(page, "Send")
    says(page, "Your change is on the page now.")
    follow(page, "Look at your page")
    says(page, "This is a preview.", "£17.00")
    sound(page)
    page.go_back()
    follow(page, "Put it on the site")
    press(page, "Put it on the site")
    says(page, "Your page is on the site. People can find you.")


def is_found(page: Page, *, there: bool) -> None:
    page.goto("/personal-assistants/?q=Nadia+Malik")
    expect(page.get_by_role("main").get_by_role("link", name="Nadia Malik")).to_have_count(int(there))


def passport(page: Page) -> None:
    """What was checked, by whom and until when, and what was not."""
    says(page, "Who they are", "Passport seen in person", "What we have not checked")
    follow(page, "Show or check this passport")
    sound(page)
    follow(page, "Check it without a phone")
    look(page, "Check a passport")


def sells(enter: Callable[..., Page]) -> None:
    """Her rates are filled in; it is not on sale before the council knows where to pay her."""
    page = enter(NADIA, "/provider/offers/", width=375)
    says(page, "You sell nothing here yet")
    follow(page, "Add an offer")
    expect(page.get_by_label("Price", exact=True)).to_have_value("17.00")
    page.get_by_label("What is included?").fill("Help to wash, dress and get out. Travel is included.")
    page.get_by_label("Where can people write to you?").fill("The Enterprise Centre, Mill Lane\nAlderford")
    press(page, "Continue")
    headed(page, "Check before it is on sale")
    says(page, "This must be put right first", "We do not have your bank details yet.")
    sound(page)
    # Two people at finance enter and check them: tests/browser/test_story_money_in.py.
    Payee.objects.filter(name="Nadia Malik").update(sort_code="200000", account_number="55779911")
    page.reload()
    press(page, "Put it on sale")
    says(page, "It is on sale. People can book it now.")


def is_booked(page: Page) -> None:
    follow(page, "Book Nadia")
    headed(page, "When should Nadia come first?")
    answer_when(page, next_friday(), "9am")
    page.get_by_label("How long?").select_option("1 hour")
    page.get_by_label("Just once").check()
    press(page, "Continue")
    headed(page, "Which money will you use?")
    page.get_by_label("Keeping clean and well").check()
    press(page, "Continue")
    agree(page)
    headed(page, "Check your answers")
    says(page, "£17.00")
    press(page, "Send request and agree to pay")
    headed(page, "We have sent your request")
    says(page, "£17.00 is set aside. Nothing has been paid.")


def midnight_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time(0, 1)))

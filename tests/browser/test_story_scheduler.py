"""A scheduler's Monday: who goes where, several visits recorded at once, what a payment was for, an invoice.

And the hours of somebody who is employed: written down on a telephone without a script, agreed by her employer's
daughter.
"""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from config.demo.people import PASSWORD
from design.formats import pounds
from marketplace.models import Invoice, Timesheet, Visit
from marketplace.permissions import sellers_of
from marketplace.queries.desk import to_record
from tests.browser.telling import fact, follow, headed, look, press, problems, row, says, sound
from tests.browser.test_story_sign_in import code
from tests.browser.test_story_without import tab_to


def begins(page: Page, words: str, name: str) -> None:
    """The heading says this and more that changes with the day; the page is sound, also at 320 pixels."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)
    sound(page, 1280, 320)
    look(page, f"scheduler {name}")


def test_a_schedulers_monday(visit):
    page = visit(None, "/provider/")
    signs_in(page)
    chooses_who_goes(page)
    records_by_keyboard(page)
    opens_the_papers(page)
    joan_sees_who_comes(visit)


def signs_in(page: Page) -> None:
    page.get_by_label("Email address").fill("hollybank@aldermere.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    headed(page, "Enter your code")
    page.get_by_label("Your code").fill(code())
    press(page, "Sign in")
    headed(page, "Your desk")
    sound(page, 1280, 320)
    follow(page, "Your staff")
    begins(page, "Your staff", "staff")
    follow(page, "Sam Carter")
    begins(page, "Sam Carter", "member")
    says(page, "Enhanced DBS with barred lists, on the update service, checked on")


def chooses_who_goes(page: Page) -> None:
    still_open = Visit.objects.filter(state="planned", staff_member=None, order__listing__personal_assistant=None)
    first = still_open.filter(starts_at__gt=timezone.now()).earliest("starts_at")
    page.goto(f"/provider/week/?week={first.on}")
    begins(page, "Your week", "week")
    page.get_by_role("link", name="Choose who goes").first.click()
    headed(page, "Choose who goes")
    sound(page, 1280, 320)
    page.get_by_label("Gwen Pugh").check()
    press(page, "Save")
    says(page, "Gwen Pugh goes to this visit", "Gwen Pugh comes")
    page.goto(f"/provider/week/?week={first.on}")
    follow(page, "See it by who goes")
    begins(page, "Your week", "week by staff")
    expect(page.get_by_role("heading", name="Gwen Pugh")).to_be_visible()


def records_by_keyboard(page: Page) -> None:
    grace = User.objects.get(email="hollybank@aldermere.example")
    waiting = to_record(sellers_of(grace)[0].visits, timezone.now()).count()
    assert waiting >= 3
    tab_to(page, "Record visits")
    page.keyboard.press("Enter")
    begins(page, "Record visits", "record")
    press(page, "Continue")
    problems(page, "Choose at least one visit to record")
    follow(page, "Choose all of them")
    page.get_by_label("Hours").first.fill("")
    press(page, "Continue")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter the hours")
    sound(page, 1280, 320)
    page.get_by_label("Hours").first.fill("0")
    page.get_by_label("Minutes").first.fill("25")
    press(page, "Continue")
    begins(page, "Check what you record", "record check")
    says(page, "25 minutes (agreed: ")
    page.get_by_role("button", name="Record them").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("recorded")
    sound(page, 1280, 320)
    look(page, "scheduler recorded")
    assert to_record(sellers_of(grace)[0].visits, timezone.now()).count() == 0
    assert Visit.objects.filter(events__name="correct").count() == 0


def opens_the_papers(page: Page) -> None:
    page.goto("/provider/")
    follow(page, "Invoices and what payments were for")
    begins(page, "Invoices and payments", "papers")
    paid = page.get_by_role("table", name="What your latest payments were for")
    paid.get_by_role("link").first.click()
    begins(page, "Payment of", "remittance")
    total = fact(page, "Paid").inner_text()
    expect(row(page, "Paid to your bank")).to_contain_text(total)
    page.go_back()
    invoice = Invoice.objects.filter(kind="invoice", seller_name__startswith="Hollybank").latest("number")
    follow(page, invoice.called)
    begins(page, f"Invoice {invoice.called}", "invoice")
    expect(row(page, "In all")).to_contain_text(pounds(invoice.total_pence))
    assert sum(line.pence for line in invoice.lines.all()) == invoice.total_pence


def joan_sees_who_comes(visit) -> None:
    coming = Visit.objects.filter(state="planned", order__person__name="Joan Whitfield").exclude(staff_member=None)
    first = coming.select_related("order", "staff_member").earliest("starts_at")
    page = visit("joan", f"/marketplace/orders/{first.order.reference}/")
    follow(page, re.compile(f"About {first.staff_member}"))
    begins(page, str(first.staff_member), "who comes")
    says(page, "Hollybank Home Care says it checked")


def test_marias_hours_without_a_script_on_a_telephone(visit):
    page = visit("maria", "/provider/timesheets/", width=375, script=False)
    headed_by(page, "Timesheets")
    look(page, "scheduler timesheets")
    sheet = Timesheet.objects.filter(state="draft").latest("first_day")
    page.goto(f"/provider/timesheets/{sheet.pk}/")
    headed_by(page, "Your hours")
    page.get_by_label("Day").select_option((sheet.first_day + timedelta(days=1)).isoformat())
    page.get_by_label("From").fill("9am")
    page.get_by_label("Until").fill("")
    press(page, "Add")
    problems(page, "Enter a time, like 9:30am", focused=False)
    page.get_by_label("Until").fill("11am")
    press(page, "Add")
    look(page, "scheduler timesheet")
    follow(page, "Check and send")
    headed_by(page, "Check your hours")
    press(page, "Send")
    says(page, "Sent on")
    agreed(visit("amira-for-joan", "/money/", width=375, script=False), sheet)


def agreed(page: Page, sheet: Timesheet) -> None:
    follow(page, re.compile("weeks? of hours to agree"))
    headed(page, "Timesheets")
    look(page, "scheduler to agree")
    page.goto(sheet.get_absolute_url())
    headed_by(page, "Hours of Maria Lewis")
    follow(page, "Yes, agree them")
    press(page, "Agree")
    says(page, "Agreed on")
    look(page, "scheduler agreed")
    page.goto("/timesheets/")
    expect(page.get_by_role("heading", name="For payroll")).to_be_visible()
    assert Timesheet.objects.get(pk=sheet.pk).state == "agreed"


def headed_by(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)

"""Without signing in and without a script somebody who pays for himself keeps three, compares them for his own week and
prints that. A commissioner reads supply beside demand, an approver what to do today, staff the parts of a page."""

import re

from django.conf import settings
from playwright.sync_api import Page, expect

from design.formats import pounds
from marketplace.models import Listing
from marketplace.usual_week import UsualWeek, week_pence
from tests.browser.telling import follow, headed, look, press, problems, row, says, sound

WEEK = UsualWeek(weekdays=3, weekends=1, minutes=60)


def keep(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Add to your shortlist {name}", exact=True).click()
    says(page, f"{name} is on your shortlist.")


def test_a_shortlist_and_a_comparison_without_signing_in_or_a_script(visit):
    page = visit(None, "/directory/?q=equipment+to+try+and+hire&near=AM3+2QT", script=False)
    assert page.context.cookies() == []
    keep(page, "Equipment to try and hire")
    page.goto("/directory/?q=hollybank+care+at+home&near=AM3+2QT")
    keep(page, "Hollybank care at home")
    page.goto("/personal-assistants/ben-okafor/?near=AM3+2QT")
    keep(page, "Ben Okafor")
    expect(page.get_by_role("button", name="Take it off Ben Okafor")).to_be_visible()
    page.get_by_role("link", name="Your shortlist (3)").first.click()
    headed(page, "Your shortlist")
    assert {cookie["name"] for cookie in page.context.cookies()} == {settings.SHORTLIST_COOKIE_NAME}
    press(page, "Compare side by side")
    headed(page, "Compare side by side")
    page.get_by_label("Visits from Monday to Friday").fill("many")
    press(page, "Work it out")
    problems(page, "Enter a whole number of visits, like 3", focused=False)
    page.get_by_label("Visits from Monday to Friday").fill("3")
    page.get_by_label("Visits at the weekend").fill("1")
    page.get_by_label("Your postcode or town").fill("AM3 2QT")
    press(page, "Work it out")
    says(page, "For 4 visits of 1 hour a week, 1 of them at the weekend.")
    ben = Listing.objects.get(personal_assistant__slug="ben-okafor")
    costs = row(page, "What your week costs")
    expect(costs).to_contain_text(f"{pounds(week_pence(ben.terms, WEEK))} a week")
    expect(costs).to_contain_text("Nothing to pay")
    look(page, "comparison of a week")
    page.emulate_media(media="print")
    expect(page.get_by_text("Printed on ")).to_be_visible()
    expect(page.get_by_text("Change your week")).to_be_hidden()
    expect(page.get_by_role("link", name="Leave out Ben Okafor")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Your shortlist (3)").first.click()
    press(page, "Empty my shortlist")
    says(page, "There is nothing on your shortlist")
    assert page.context.cookies() == []


def test_the_comparison_is_sound_and_works_by_keyboard(visit):
    page = visit(None, "/personal-assistants/ben-okafor/")
    button = page.get_by_role("button", name="Add to your shortlist Ben Okafor")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take it off Ben Okafor")).to_be_visible()
    for address in ("/shortlist/", "/compare/", "/compare/?weekdays=2&minutes=60&part=evening&near=AM3+2QT"):
        page.goto(address)
        sound(page, 1280, 320)


def test_a_commissioner_reads_supply_beside_demand(visit):
    page = visit("commissioner", "/staff/")
    follow(page, "Supply and demand")
    headed(page, "Supply and demand")
    says(page, "Searches by kind", "Where there is none", "What people do not find", "What an hour costs")
    expect(row(page, "Meals").first).to_be_visible()
    sound(page, 1280, 320)
    with page.expect_download() as got:
        page.get_by_role("link", name=re.compile("^Download places")).click()
    assert got.value.suggested_filename == "places.csv"


def test_an_approver_sees_what_to_do_today_and_everybody_the_parts(visit):
    page = visit("approver", "/staff/")
    follow(page, "Approvals")
    headed(page, "Approvals")
    says(page, "Checks that end within 60 days", "Applications that wait", "Approvals to renew")
    sound(page, 1280, 320)
    page.goto("/design/")
    headed(page, "Every component")
    sound(page, 1280, 320)

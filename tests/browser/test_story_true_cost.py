"""Everybody sees what it costs to employ somebody. The answer is behind a form, so it is looked at here."""

import pytest
from playwright.sync_api import expect

from tests.browser.telling import sound

PAGE = "/money/true-cost/"
TYPED = {"hours": "10", "days": "5", "rate": "13", "age": "30", "cover_rate": "15"}


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, True), (320, False)])
def test_from_the_questions_to_what_a_week_costs(visit, width, script):
    page = visit(None, PAGE, width=width, script=script)
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    sound(page, script=script)
    for name, words in (TYPED | {"rate": "5"}).items():
        page.locator(f"[name={name}]").fill(words)
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("link", name="12.71")).to_be_visible()  # the minimum wage of that age
    page.locator("[name=rate]").fill(TYPED["rate"])
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("heading", name="Where the money goes in a year")).to_be_visible()
    sound(page, script=script)
    page.get_by_role("button", name="Read this in Easy Read").click()
    expect(page.get_by_text("Pay for their holidays").first).to_be_visible()
    sound(page, script=script)
    page.get_by_role("button", name="Change the answers").click()
    expect(page.locator("[name=hours]")).to_have_value("10")
    assert page.url.endswith(f"{PAGE}?easy=1")  # no sum in the address

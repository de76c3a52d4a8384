"""Somebody who pays for herself sees how long her money lasts. The answer is behind a form, so it is looked at here."""

import pytest
from playwright.sync_api import expect

from tests.browser.telling import sound

PAGE = "/money/how-long/"
TYPED = {"savings": "64,000", "income": "281.50", "home": "240", "hours": "10.5", "price": "24", "care_home": "1,234"}


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, True), (320, False)])
def test_from_the_advice_to_the_answer(visit, width, script):
    page = visit(None, "/advice/paying/how-long-money-lasts/", width=width, script=script)
    page.get_by_role("link", name="We can do the sum for you").click()
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    sound(page, script=script)
    for name, words in TYPED.items():
        page.locator(f"[name={name}]").fill(words)
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("heading", name="Before you choose a care home")).to_be_visible()
    expect(page.get_by_text("About 3 years and 5 months")).to_be_visible()
    sound(page, script=script)
    page.get_by_role("button", name="Show this answer in Easy Read").click()
    expect(page.get_by_text("At home with help: About 3 years and 5 months")).to_be_visible()
    sound(page, script=script)
    assert page.url.endswith(f"{PAGE}?easy=1")  # no sum in the address
    page.get_by_label("How much do you have in savings?").fill("32,000")  # what was typed is still there
    page.get_by_role("button", name="Work it out again").click()
    expect(page.get_by_text("At home with help: About 9 months")).to_be_visible()

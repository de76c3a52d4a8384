"""Somebody changes her mind about how her money is held: she sees what it does, in the usual words and in Easy Read."""

import pytest
from playwright.sync_api import expect

from tests.browser.telling import sound


@pytest.mark.parametrize(("width", "script", "easy"), [(1280, True, "0"), (320, False, "1")])
def test_what_it_does_is_seen_before_it_is_done(visit, width, script, easy):
    page = visit("rosa", f"/money/choices/?easy={easy}", width=width, script=script)
    name = "Change who looks after your money" if easy == "1" else "Change how it is held"
    page.get_by_role("main").get_by_role("link", name=name).click()
    page.get_by_role("button", name="Show me what happens").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    sound(page, script=script)
    ways = page.get_by_label("The council looks after it").all()
    for way in ways:
        way.check()
    page.get_by_role("button", name="Show me what happens").click()
    expect(page.get_by_role("heading", name="This is what happens")).to_be_visible()
    expect(page.get_by_text("stops at once, for good").first).to_be_visible()
    sound(page, script=script)
    page.get_by_role("button", name="Change the answers").click()
    assert [way.is_checked() for way in ways] == [True] * len(ways) != []  # what she chose is kept

"""Priya is asked to act for Rosa: she reads what it asks of her, in Easy Read too, says yes, and only then may look."""

from playwright.sync_api import expect

from tests.browser.telling import sound


def test_an_offer_is_read_checked_and_accepted(visit):
    page = visit("broker", "/money/acting/", width=320, script=False)
    expect(page.get_by_role("heading", name="Who are you acting for?")).to_be_visible()
    sound(page, script=False)
    page.get_by_role("main").get_by_role("link", name="Read and answer").or_(
        page.get_by_role("main").get_by_role("button", name="Read and answer")
    ).first.click()
    expect(page.get_by_role("heading", name="You are asked to act for Rosa Alvarez")).to_be_visible()
    page.get_by_role("link", name="Read this page in Easy Read").click()
    expect(page.get_by_text("You can say yes or no.")).to_be_visible()
    sound(page, script=False)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    sound(page, script=False)
    for choice in page.get_by_role("radio").all()[:1]:
        choice.check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Check your answer")).to_be_visible()
    sound(page, script=False)
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Rosa Alvarez").first).to_be_visible()
    sound(page, script=False)
    page.goto("/accounts/")
    sound(page, script=False)

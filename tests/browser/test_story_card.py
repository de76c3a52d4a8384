"""Rosa freezes her card, is told why a shop declines it, unfreezes it and pays."""

from playwright.sync_api import Page, expect

from tests.browser import telling
from tests.browser.telling import follow, headed, look, press, problems, row, says


def test_rosa_and_her_card(visit):
    page = visit("rosa", "/money/")
    free, held = telling.free_and_held("rosa")
    follow(page, "Freeze your card")
    press(page, "Yes, freeze it")
    says(page, "is frozen. Nobody can pay with it.")
    card = page.url
    pay(page, "Otter Swim", "6.40")
    headed(page, "Declined")
    says(page, "Otter Swim asked for £6.40.", "Your card is frozen", "Unfreeze it")
    assert telling.free_and_held("rosa") == (free, held)
    page.goto(card)
    follow(page, "Unfreeze this card")
    press(page, "Yes, unfreeze it")
    says(page, "works again.")
    pays(page)
    assert telling.free_and_held("rosa") == (free - 640, held)
    telling.statement_agrees(page, "rosa")
    expect(row(page, "Otter Swim").filter(has_text="−£6.40").first).to_be_visible()
    page.goto(card)
    look(page, "Card")
    uses = page.locator(".wm-uses__item")
    expect(uses.nth(0)).to_contain_text("Paid")
    expect(uses.nth(1)).to_contain_text("Your card is frozen")


def pay(page: Page, shop: str, pounds: str) -> None:
    follow(page, "Pay in a shop (demo)")
    headed(page, "Pay in a shop")
    page.get_by_label("Name of the shop").fill(shop)
    page.get_by_label("Amount").fill(pounds)
    press(page, "Pay")


def pays(page: Page) -> None:
    pay(page, "Otter Swim", "six pounds")
    problems(page, "Enter an amount of money in numbers, like 12.50")
    expect(page.get_by_label("Name of the shop")).to_have_value("Otter Swim")
    page.get_by_label("Amount").fill("6.40")
    press(page, "Pay")
    headed(page, "Approved")
    press(page, "Take the payment")
    says(page, "The shop took £6.40.")

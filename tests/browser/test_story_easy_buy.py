"""Buying and paying in Easy Read, by keyboard alone: Rosa books Ben and says that a visit was right, Tom adds money."""

import re

from playwright.sync_api import expect

from marketplace.models import Order, Visit
from tests.browser.keys import choose, easy, follow_link, press_button, tab_to, tick, write
from tests.browser.telling import next_friday, says


def test_rosa_books_ben(visit):
    page = visit("rosa", "/personal-assistants/ben-okafor/")
    follow_link(page, "Price, what is included and how to cancel")
    follow_link(page, "Read this page in Easy Read")
    easy(page, page.get_by_role("heading", level=1).inner_text(), name="easy listing")
    tab_to(page, page.get_by_role("main").get_by_role("link", name=re.compile("^Book")))
    page.keyboard.press("Enter")
    easy(page, "When should Ben come first?")
    press_button(page, "Continue")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    easy(page, "When should Ben come first?", name="easy error")
    on = next_friday()
    for label, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        write(page, label, str(value))
    write(page, "What time should it start?", "9am")
    press_button(page, "Continue")
    easy(page, "How long, and how often?")
    tab_to(page, page.get_by_label("How long is a visit?"))
    page.keyboard.type("2 hours")
    choose(page, "Every week, on the same day")
    write(page, "For how many weeks?", "4")
    press_button(page, "Continue")
    easy(page, "Which money will you use?")
    choose(page, "Keeping clean and well")
    press_button(page, "Continue")
    easy(page, "Who you buy from and how to cancel")
    for box in page.get_by_role("checkbox").all():
        tick(page, box)
    press_button(page, "Continue")
    easy(page, "Check your answers")
    says(page, "Who: Ben Okafor", "£132.00 for 4 visits of 2 hours", "We pay nothing until a visit has happened.")
    press_button(page, "Send request and agree to pay")
    easy(page, "We have sent your request")
    order = Order.objects.latest("pk")
    assert (order.visits.count(), order.total_pence) == (4, 13_200)
    follow_link(page, "See your order")
    easy(page, "Ben Okafor", name="easy order")
    follow_link(page, "take your request back")
    easy(page, "Take your request back")


def test_rosa_says_that_a_visit_was_right_and_it_is_paid(visit):
    page = visit("rosa", "/money/", width=375)
    follow_link(page, "Read this page in Easy Read")
    easy(page, "Your money")
    says(page, "What the money is for", "The next money comes on")
    page.goto("/marketplace/orders/")
    easy(page, "Your orders")
    says(page, "Was this visit right?")
    link = page.locator(".wm-easy__line a[href$='/confirm/']").first
    tab_to(page, link)
    page.keyboard.press("Enter")
    easy(page, "Confirm this visit")
    before = Visit.objects.filter(state="settled").count()
    press_button(page, "Confirm")
    says(page, "Thank you. The visit is confirmed and will be paid.")
    assert Visit.objects.filter(state="settled").count() == before + 1


def test_tom_adds_money(visit):
    page = visit("tom", "/money/?easy=1")
    follow_link(page, "add money")
    easy(page, "Add money")
    tab_to(page, page.get_by_role("main").get_by_role("textbox"))
    page.keyboard.type("25")
    press_button(page, "Add money")
    says(page, "£25.00 is in your account.")
    easy(page, "Your money")

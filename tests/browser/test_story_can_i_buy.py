"""Rosa asks before she buys, has her yes at once, buys, and nobody can ask for the money back; Samuel answers Amira;
a receipt where the plan asks for one. Without a script on a telephone too."""

import re
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from accounts.models import PurchaseQuestion, Receipt
from tests.accounts import hostile
from tests.browser.telling import fact, follow, headed, look, press, problems, says, sound

NUMBER = re.compile(r"CB-[A-Z0-9]{6}")
fits = partial(sound, script=False)
WAYS = pytest.mark.parametrize(
    ("script", "width", "check"), [(True, 1280, sound), (False, 375, fits)], ids=["script", "no script"]
)


def asks(page: Page, what: str, pounds: str, shop: str, pot: str, check=sound) -> None:
    """To "Check your answers", with a slip on the way."""
    headed(page, "What do you want to buy?")
    check(page)
    press(page, "Continue")
    problems(page, "Enter what you want to buy", focused=False)
    page.get_by_label("What do you want to buy?").fill(what)
    press(page, "Continue")
    headed(page, "About how much is it?")
    check(page)
    page.get_by_label("About how much is it?").fill(pounds)
    page.get_by_label("Where will you buy it").fill(shop)
    press(page, "Continue")
    headed(page, "What is it for?")
    check(page)
    page.get_by_label(pot).check()
    press(page, "Continue")
    headed(page, "Check your answers")
    check(page)


@WAYS
def test_rosa_asks_and_has_her_yes_at_once(visit, script, width, check):
    page = visit("rosa", "/money/", width=width, script=script)
    follow(page, "Can I buy this?")
    asks(page, "A woolly hat for the pool", "12", "Casa Outdoor", "Getting out", check)
    expect(fact(page, "About how much")).to_have_text("£12.00")
    press(page, "Send")
    headed(page, "Can I buy this?Yes")
    says(page, "Nobody can ask for the money back", "Samuel Osei published", "version 2")
    check(page)
    number = NUMBER.search(page.get_by_role("main").inner_text())[0]
    assert PurchaseQuestion.objects.get(reference=number).is_by_policy
    follow(page, "A page to print")
    look(page, "answer on paper")
    check(page)
    page.go_back()
    buys(page, "Casa Outdoor", "11.50")
    page.goto(f"/money/asked/{number}/")
    says(page, "Was it this?")
    page.get_by_role("button", name=re.compile("Yes, this is it.*Casa Outdoor")).click()
    says(page, f"Kept under {number}.", "You can still spend £0.50 under this answer.")
    look(page, "bought under an answer")
    page.goto("/money/cards/")
    follow(page, re.compile("Card ending"))
    says(page, f"You asked first: {number}")
    look(page, "card with an answer")
    check(page)


def buys(page: Page, shop: str, pounds: str) -> None:
    page.goto("/money/cards/")
    follow(page, re.compile("Card ending"))
    follow(page, "Pay in a shop (demo)")
    page.get_by_label("Name of the shop").fill(shop)
    page.get_by_label("Amount").fill(pounds)
    press(page, "Pay")
    press(page, "Take the payment")


def test_in_easy_read(visit):
    page = visit("rosa", "/money/ask/", width=375)
    follow(page, "Read this page in Easy Read")
    says(page, "You can ask us before you buy something.", "You do not have to ask.")
    look(page, "easy ask")
    sound(page)
    asks(page, "A bath cushion", "20", "", "Getting out")
    press(page, "Send")
    says(page, "The answer is yes.", "You can spend up to £20.00.")
    look(page, "easy answer")
    sound(page)


def test_samuel_answers_amira(visit):
    desk = visit("practitioner", "/staff/questions/")
    sound(desk)
    follow(desk, "Joan Whitfield")
    says(desk, "A chair that helps her stand up", "Amira Whitfield")
    look(desk, "question to answer")
    sound(desk)
    desk.get_by_label("No", exact=True).check()
    press(desk, "Answer")
    problems(desk, "Enter why not")
    desk.get_by_label("Yes", exact=True).check()
    desk.get_by_label("Up to how much in all?").fill("450")
    press(desk, "Answer")
    says(desk, "Check your answers", "£450.00")
    sound(desk)
    press(desk, "Answer")
    says(desk, "Answered. We have told Joan Whitfield.")
    amira = visit("amira-for-joan", "/money/asked/")
    follow(amira, "A chair that helps her stand up")
    says(amira, "Joan buy this?", "Yes", "£450.00")
    sound(amira)


@WAYS
def test_a_receipt_where_the_plan_asks(visit, script, width, check):
    page = visit("rosa", "/money/cards/", script=script, width=width)
    follow(page, re.compile("Card ending"))
    says(page, "The plan asks for a receipt.")
    follow(page, re.compile("Send a photo or PDF"))
    check(page)
    before = Receipt.objects.count()
    for name, content, said in (
        ("page.jpg", b"<html><script>alert(1)</script>", "The file must be a photo (JPG, PNG or WebP) or a PDF"),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1", None),
    ):
        page.set_input_files("input[type=file]", {"name": name, "mimeType": "image/jpeg", "buffer": content})
        press(page, "Send it")
        if said:
            problems(page, said, focused=False)
        else:
            says(page, "This photo is a HEIC file")
    assert Receipt.objects.count() == before
    page.set_input_files(
        "input[type=file]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": hostile.with_place()}
    )
    press(page, "Send it")
    says(page, "We have the receipt. Thank you.", "We have it")
    assert Receipt.objects.count() == before + 1
    look(page, "receipts on the card")
    check(page)

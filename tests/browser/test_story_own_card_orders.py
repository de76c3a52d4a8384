"""Rosa has a plastic card made, says that it has come, sets a limit, is refused over it, loses the card, has a new one;
and Samuel at the council freezes a card that Rosa then reads why."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Card
from tests.browser import telling
from tests.browser.telling import fact, follow, headed, press, problems, says, sound
from tests.browser.test_story_card import pay

PLASTIC = {"holder__email": "rosa@aldermere.example", "kind": "physical"}


def last4() -> str:
    """What Rosa reads off the card in her hand."""
    return Card.objects.exclude(state="closed").get(**PLASTIC).last4


@pytest.mark.parametrize(("script", "width"), [(True, 1280), (False, 375)], ids=["wide", "without a script"])
def test_rosa_has_a_plastic_card(visit, script, width):
    page = visit("rosa", "/money/cards/", width=width, script=script)
    before = telling.free_and_held("rosa")
    orders(page, script)
    it_has_come(page, script)
    old = last4()
    sets_a_limit(page, script)
    card = page.url
    pay(page, "Otter Swim", "6.40")
    headed(page, "Declined")
    says(page, "This is more than the limit set on this card")
    page.goto(card)
    freezes(page)
    loses(page, script)
    follow(page, f"the card ending {old}")
    says(page, "It is stopped for good", "See the new card")
    sound(page, script=script)
    assert telling.free_and_held("rosa") == before


def orders(page: Page, script: bool) -> None:
    follow(page, "Get a card")
    headed(page, "Get a card")
    sound(page, script=script)
    page.get_by_label("Plastic card").check()
    page.get_by_label("Getting out").check()
    page.get_by_label("Your own mobile number").fill("01632 960701")
    press(page, "Continue")
    why = "Enter a mobile number. The bank sends its code as a text message, and this number takes none"
    problems(page, why, focused=script)
    expect(page.get_by_label("Plastic card")).to_be_checked()
    page.get_by_label("Your own mobile number").fill("07700 900701")
    press(page, "Continue")
    headed(page, "Check your answers")
    sound(page, script=script)
    expect(fact(page, "We post it to")).to_have_text("8 Weir Cottages, Alderford, AM3 2QT")
    expect(fact(page, "The bank’s code goes to")).to_have_text("07700 900701")
    press(page, "Order this card")
    headed(page, "Card in the post")
    says(page, "It does not work yet.")
    sound(page, script=script)


def it_has_come(page: Page, script: bool) -> None:
    follow(page, "I have my card")
    headed(page, "Do you have your card?")
    sound(page, script=script)
    page.get_by_label("The last 4 numbers on the card").fill("12")
    press(page, "Start using this card")
    why = "These are not the last 4 numbers of the card that we sent. Look at the card again"
    problems(page, why, focused=script)
    page.get_by_label("The last 4 numbers on the card").fill(last4())
    press(page, "Start using this card")
    headed(page, f"Card ending {last4()}")
    says(page, "works now")


def sets_a_limit(page: Page, script: bool) -> None:
    follow(page, re.compile("Change\\s+your limits"))
    headed(page, "Your limits for this card")
    sound(page, script=script)
    page.get_by_label("Most for one purchase").fill("5")
    page.get_by_label("Most in any 7 days").fill("20")
    press(page, "Save")
    expect(fact(page, "Your limits")).to_have_text(
        "£5.00 for one purchase, and £20.00 in any 7 days, of which £20.00 is left"
    )


def freezes(page: Page) -> None:
    follow(page, "Freeze this card")
    press(page, "Yes, freeze it")
    says(page, "You froze it on")


def loses(page: Page, script: bool) -> None:
    follow(page, "Lost, stolen or damaged")
    page.get_by_label("It is lost").check()
    page.get_by_label("Stop it for good, and make a new plastic card").check()
    sound(page, script=script)
    press(page, "Continue")
    headed(page, "Check your answers")
    sound(page, script=script)
    press(page, "Stop it and get the new one")
    headed(page, "Card in the post")
    says(page, "is stopped.", "It comes by post.")


def test_the_council_freezes_it_and_rosa_reads_why(visit):
    card = Card.objects.get(holder__email="rosa@aldermere.example")
    page = visit("practitioner", f"/staff/people/{card.account.person_id}/")
    follow(page, re.compile(r"^Freeze it\W+Card ending"))
    headed(page, f"Card ending {card.last4}Freeze this card at once?")
    sound(page, script=True)
    page.get_by_label("A payment did not look right to us.").check()
    press(page, "Freeze it")
    says(page, f"The card ending {card.last4} is frozen. We tell Rosa Alvarez, with the reason.")
    page = visit("rosa", f"/money/cards/{card.pk}/")
    says(page, "The council froze it on", "A payment did not look right to us.", "Only the council can unfreeze it.")
    expect(page.get_by_role("main").get_by_role("link", name="Unfreeze this card")).to_have_count(0)
    sound(page, script=True)
    page = visit("practitioner", f"/staff/cards/{card.pk}/unfreeze/")
    page.get_by_label("We talked with you, and all is well.").check()
    press(page, "Unfreeze it")
    says(page, "works again.")


def test_joan_reads_what_became_of_each_purchase(visit):
    card = Card.objects.get(holder__email="joan@aldermere.example", kind="virtual")
    page = visit("joan", f"/money/cards/{card.pk}/")
    says(
        page,
        "The shop first asked for £8.00, then for more: £11.50 in all.",
        "The shop asked for £12.40 and took £9.80. The other £2.60 is free again.",
        "We know of no purchase that it belongs to.",
        "The shop took this without asking us first.",
        "The shop never took it. £26.00 is free again.",
        "The shop took 18.00 euros. On that day it came to £15.71.",
        "The shop asked for £12.00 and took £14.50: £2.50 more.",
    )
    sound(page, script=True)
    telling.look(page, "Joans card")

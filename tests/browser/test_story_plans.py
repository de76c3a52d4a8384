"""Tom writes a plan again from what was sent back; the practitioner sends it back, he changes it, and it is agreed. A
practitioner writes one with Winifred, who has no sign-in, and may not agree it. Rosa puts an offer into her plan on a
narrow telephone, and her review is written down."""

from playwright.sync_api import Page, expect

from marketplace.models import Listing
from tests.browser.telling import follow, headed, look, press, problems, says, sound

WAITS = "The council has version 2"


def test_a_plan_from_sent_back_to_agreed(visit):
    tom = visit("tom", "/plans/", script=False)
    headed(tom, "Your support plan")
    says(tom, "The council sent version 1 back", "What could be cooked at home with help?")
    writes_it_again(tom)
    samuel = visit("practitioner", "/staff/plans/")
    sends_it_back(samuel)
    tom.goto("/plans/")
    says(tom, "The council sent version 2 back", "Which day is best for you?")
    changes_it(tom)
    agrees(samuel)
    tom.goto("/plans/")
    says(tom, "Version 3 is agreed")
    follow(tom, "Read or print it")
    follow(tom, "Large letters")
    headed(tom, "Support plan of Tom Brennan")


def writes_it_again(page: Page) -> None:
    press(page, "Change the plan")
    headed(page, "Your plan, version 2")
    page.goto("/ideas/cooking-together/")
    press(page, "Add this to my plan")
    says(page, "Somebody to cook with me", "£103.00")
    follow(page, "See if the budget can buy this, here")
    headed(page, "Can this budget buy this, here?")
    page.goto("/plans/draft/")
    sends(page)
    says(page, WAITS)


def sends(page: Page) -> None:
    follow(page, "Check the plan and send it")
    headed(page, "Check the plan")
    press(page, "Send the plan to the council")


def sends_it_back(page: Page) -> None:
    headed(page, "Support plans to answer")
    follow(page, "Tom Brennan")
    says(page, "Beside version 1, field by field", "Eating well: Somebody to cook with me", "New")
    look(page, "Plan for the practitioner")
    follow(page, "Send it back")
    page.get_by_label("What has to change, and why?").fill("Which day is best for you?")
    press(page, "Send back")
    says(page, "Sent back. Tom Brennan has been told")


def changes_it(page: Page) -> None:
    press(page, "Change the plan")
    follow(page, "Change what you wrote about Eating well")
    page.get_by_label("What matters to you?").fill("I want a hot meal on Mondays, cooked with somebody.")
    press(page, "Save")
    sends(page)
    says(page, "The council has version 3")


def agrees(page: Page) -> None:
    page.goto("/staff/plans/")
    follow(page, "Tom Brennan")
    says(page, "I want a hot meal on Mondays, cooked with somebody.")
    follow(page, "Agree this plan")
    headed(page, "Agree this plan?")
    press(page, "Agree")
    says(page, "Agreed. Tom Brennan has been told.")
    expect(page.get_by_role("table").get_by_text("Tom Brennan")).to_have_count(0)


def test_a_plan_with_somebody_who_has_no_sign_in(visit):
    page = visit("practitioner", "/staff/plans/", script=False)
    follow(page, "Winifred Hale")
    headed(page, "Support plan of Winifred Hale")
    follow(page, "Go on with the plan")
    headed(page, "Winifred’s plan, version 1")
    says(page, "A different practitioner must read it and agree it")
    buys(page)
    says(page, "£46.00")
    look(page, "Draft at the council")
    sends(page)
    says(page, "Version 1 is sent. A practitioner who did not write it must read it and decide.")
    follow(page, "Version 1")
    says(page, "You wrote some of this plan. A different practitioner must read it and decide.")
    expect(page.get_by_role("link", name="Agree this plan")).to_have_count(0)
    look(page, "Written by oneself")


def buys(page: Page) -> None:
    """One question a page, what was typed kept; then checked and saved."""
    follow(page, "Add something to buy")
    headed(page, "What would help?")
    press(page, "Continue")
    problems(page, "Write what you would buy", focused=False)
    page.get_by_label("What would you buy?").fill("A lift to the club")
    press(page, "Continue")
    headed(page, "What does it cost?")
    page.get_by_label("A visit").check()
    page.get_by_label("How much is one?").fill("12.50")
    press(page, "Continue")
    headed(page, "How often?")
    page.get_by_label("How many times?").fill("2")
    press(page, "Continue")
    headed(page, "Check what Winifred would buy")
    says(page, "£25.00 a week")
    press(page, "Save")


def test_an_offer_in_the_plan_and_a_review(visit):
    listing = Listing.objects.get(slug="hollybank-companions")
    rosa = visit("rosa", listing.get_absolute_url(), width=320)
    follow(rosa, "Add to my plan")
    headed(rosa, "What is Hollybank companions for?")
    sound(rosa)
    press(rosa, "Continue")
    headed(rosa, "How often?")
    rosa.get_by_label("How long each time?").select_option("2 hours")
    rosa.get_by_label("How many times?").fill("1")
    sound(rosa)
    press(rosa, "Continue")
    headed(rosa, "Check what you would buy")
    sound(rosa)
    press(rosa, "Save")
    says(rosa, "Hollybank companions", "its price on")
    sound(rosa)
    rosa.goto("/plans/")
    says(rosa, "You asked for a review on", "Mornings go well, and Ben does not rush.")
    sound(rosa)
    writes_the_review_down(visit("practitioner", "/staff/"))
    rosa.goto("/plans/")
    says(rosa, "The weekends are the hard part", "nothing changes", "We look at the plan again with you by")


def writes_the_review_down(page: Page) -> None:
    follow(page, "Reviews of support plans")
    headed(page, "Reviews of support plans")
    sound(page)
    follow(page, "Rosa Alvarez")
    headed(page, "Support plan of Rosa Alvarez")
    says(page, "My sister moves away in spring")
    sound(page)
    follow(page, "Write down a review")
    says(page, "My sister moves away in spring")
    sound(page)
    page.get_by_label("What was said?").fill("The weekends are the hard part. Her niece helps until May.")
    page.get_by_label("Nothing changes").check()
    press(page, "Save the review")
    says(page, "The review is on record. Rosa Alvarez has been told.")

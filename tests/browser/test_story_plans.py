"""Tom writes a plan again from what was sent back; the practitioner sends it back, he changes it, and it is agreed."""

from playwright.sync_api import Page, expect

from tests.browser.telling import follow, headed, look, press, says

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

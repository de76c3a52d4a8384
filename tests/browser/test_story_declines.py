"""Rosa's card is declined by a line of her plan; she reads why, also in Easy Read, allows it once and pays; Samuel
answers by name. Without a script, on a telephone, it works as well."""

from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import CardAuthorisation, PurchaseReview, SpendingRule, User
from tests.browser import telling
from tests.browser.telling import fact, follow, headed, look, press, problems, says, sound

ARCADE = "Meadow Street Arcade"


def test_declined_explained_allowed_once_and_answered(visit, worker):
    page = visit("rosa", "/money/cards/")
    says(page, "Beyond the law, only what your plan says", ARCADE, "You asked for this after a hard spring.")
    look(page, "Cards and what they refuse")
    free, held = telling.free_and_held("rosa")
    follow(page, "Card ending")
    pay(page, "7.50")
    headed(page, "Declined")
    follow(page, "See why, and what you can do now")
    explained(page)
    in_easy_read(page)
    is_for_the_plan(page)
    pays_once(page)
    assert telling.free_and_held("rosa") == (free - 750, held)
    worker()
    the_e_mail_says_nothing(visit)
    samuel_answers(visit)
    page.goto(address_of(750))
    says(page, "We have answered", "Yes, it fits the plan. Enjoy it.", "Answered by", "Samuel Osei")
    look(page, "Decline answered yes")
    assert call_command("audit_money") is None


def pay(page: Page, pounds: str, shop: str = ARCADE) -> None:
    follow(page, "Pay in a shop (demo)")
    page.get_by_label("Name of the shop").fill(shop)
    page.get_by_label("Amount").fill(pounds)
    press(page, "Pay")


def captioned(page: Page, words: str) -> None:
    """A heading with whom or what it is about above it."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)
    look(page, words)


def address_of(pence: int) -> str:
    return f"/money/declines/{CardAuthorisation.objects.filter(pence=pence, state='declined').earliest('pk').pk}/"


def explained(page: Page) -> None:
    captioned(page, "A line in the support plan says not to buy this")
    expect(fact(page, "What was taken")).to_have_text("Nothing")
    expect(fact(page, "It says")).to_have_text(f"Not at: {ARCADE}")
    says(page, "You asked for this after a hard spring.", "A practitioner at the council")
    look(page, "Decline by a line of the plan")
    sound(page, 320, 1280)


def in_easy_read(page: Page) -> None:
    page.get_by_role("link", name="Read this page in Easy Read").click()
    headed(page, "Your card did not work")
    says(page, "No money was taken.", "If it is for your plan, tell us.")
    lines = page.locator(".wm-easy__line")
    expect(lines.locator("svg")).to_have_count(lines.count())
    sound(page, 320, 1280)
    page.get_by_role("link", name="Read this page in the usual words").click()  # it would stay in Easy Read


def is_for_the_plan(page: Page) -> None:
    follow(page, "This is for my plan")
    says(page, "answers within one working day")
    press(page, "Send it")
    problems(page, "Enter why it is for the plan", "Choose if you want to pay there before we have answered")
    page.get_by_label("Why is it for the plan?").fill("Bowling again, with Kim.")
    page.get_by_label("Yes. Allow Meadow Street Arcade once, up to £100, in the next 7 days").check()
    sound(page, 320, 1280)
    press(page, "Send it")
    says(page, "We have it. We answer by the end of", "You can pay there now", "Bowling again, with Kim.")
    look(page, "Decline under review")


def pays_once(page: Page) -> None:
    card = f"/money/cards/{CardAuthorisation.objects.get(pence=750).card_id}/"
    page.goto(card)
    pay(page, "7.50")
    headed(page, "Approved")
    press(page, "Take the payment")
    says(page, "The shop took £7.50.")
    page.goto(card)
    pay(page, "7.50")
    headed(page, "Declined")
    page.goto(address_of(750))
    says(page, "It was used")


def the_e_mail_says_nothing(visit) -> None:
    page = visit(None, "/demo/mailbox/")
    follow(page, "About your card")
    shown = page.get_by_role("main").inner_text()
    assert [word for word in (ARCADE, "7.50", "plan says") if word in shown] == []
    expect(page.locator("a[href*='/money/declines/']").first).to_be_visible()


def samuel_answers(visit) -> None:
    page = visit("practitioner", "/staff/")
    follow(page, "Reviews of purchases")
    headed(page, "Reviews of purchases")
    review = PurchaseReview.objects.get(words="Bowling again, with Kim.")
    page.goto(f"/staff/reviews/{review.pk}/")
    says(page, "Is it for the plan?", "Bowling again, with Kim.", "Totals only.")
    look(page, "Review")
    sound(page, 320, 1280)
    page.get_by_role("main").get_by_role("link", name="Answer", exact=True).click()
    page.get_by_label("It fits the plan", exact=True).check()
    press(page, "Send this answer")
    problems(page, "Enter your answer to them")
    page.get_by_label("Your answer to them").fill("Enjoy it.")
    page.get_by_label("End the line of the plan that refused it").check()
    press(page, "Send this answer")
    captioned(page, "Check your answers")
    says(page, "Enjoy it.", "Ends now")
    press(page, "Send this answer")
    says(page, "Rosa Alvarez is told.", "Answered by")
    assert SpendingRule.objects.get().ended_by == User.objects.get(email="practitioner@aldermere.example")


def test_amira_reads_it_without_a_script_on_a_telephone(visit):
    """Her own limit is not hers to lift. Yesterday's waits for its answer."""
    page = visit("amira-for-joan", "/money/declines/", width=375, script=False)
    headed(page, "Declined payments")
    follow(page, "Thornley Riser Chairs")
    says(page, "This is more than was agreed", "Left of the limit", "£400.00", "Somebody is looking at it")
    look(page, "Decline over a delegate's limit")
    page.get_by_role("link", name="Read this page in Easy Read").click()
    says(page, "Somebody looks at it.", "You get an answer by")
    page.goto("/money/cards/")
    says(page, "What we refuse, and why", "Nothing beyond the law.")


def test_a_line_is_written_and_ended_on_her_page(visit):
    page = visit("practitioner", "/staff/people/")
    follow(page, "Joan Whitfield")
    says(page, "What their card refuses", "Nothing beyond the law.")
    follow(page, "Add a line of their plan")
    captioned(page, "What the card refuses")
    press(page, "Add this line")
    problems(page, "Choose what the card refuses", "Enter why", "Enter the last day, like 27 3 2027")
    page.get_by_label("A kind of shop").check()
    page.get_by_label("Kind of shop, if it is a kind").select_option("Betting and gambling")
    page.get_by_label("Why?").fill("Joan asked for it after the calls in March.")
    last = telling.next_friday()
    for label, value in (("Day", last.day), ("Month", last.month), ("Year", last.year)):
        page.get_by_label(label, exact=True).fill(str(value))
    press(page, "Add this line")
    captioned(page, "Check your answers")
    press(page, "Add this line")
    says(page, "The line is in force. Joan Whitfield is told.", "Betting and gambling")
    look(page, "Person with a line of her plan")
    follow(page, "End this line about Betting and gambling")
    press(page, "End it")
    says(page, "The line has ended. Joan Whitfield is told.")
    assert SpendingRule.objects.latest("pk").ended_at is not None

"""A complaint from a page to its answer, and a concern from anybody to the second person who closes it."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from cms.models import Complaint, Concern
from tests.browser.telling import follow, headed, press, problems, says, sound


def test_a_complaint_answered(visit, worker):
    kim = visit(None, "/directory/hollybank-care-at-home/", width=320, script=False)
    kim.get_by_role("contentinfo").get_by_role("link", name="Complaint, compliment or comment").click()
    reference, own_page = she_complains(kim)
    samuel_answers(visit("practitioner", "/staff/"), reference)
    worker()
    mailbox = visit(None, "/demo/mailbox/")
    expect(mailbox.get_by_role("row", name=re.compile(re.escape(f"Our answer ({reference})")))).to_have_count(1)
    kim.goto(own_page)
    headed(kim, f"Complaint {reference}")
    says(kim, "We agree: it went wrong", "We are sorry.", "Ombudsman", "0300 061 0614")
    expect(kim.get_by_text("Nobody came on Tuesday")).to_have_count(0)  # her words are not on a page that is a link


def she_complains(page: Page) -> tuple[str, str]:
    headed(page, "What do you want to tell us?")
    press(page, "Continue")
    problems(page, "Choose what you want to tell us", focused=False)
    says(page, "You came from: ")
    page.get_by_label("Something went wrong").check()
    press(page, "Continue")
    page.get_by_label("Yes", exact=True).check()
    press(page, "Continue")
    headed(page, "What is it about?")
    page.get_by_label("Care or support from an organisation").check()
    press(page, "Continue")
    headed(page, "What happened?")
    page.get_by_label("What happened?").fill("Nobody came on Tuesday, and nobody rang.")
    press(page, "Continue")
    press(page, "Continue")  # nothing would put it right: that may be left out
    headed(page, "How should we answer you?")
    page.get_by_label("By e-mail").check()
    press(page, "Continue")
    problems(page, "Enter the e-mail address for our answer", focused=False)
    page.get_by_label("Your name").fill("Kim Lee")
    page.get_by_label("E-mail address").fill("kim.lee@example.com")
    press(page, "Continue")
    headed(page, "Check your answers")
    says(page, "Nobody came on Tuesday, and nobody rang.", "Hollybank Home Care", "kim.lee@example.com")
    press(page, "Send your complaint")
    headed(page, "We have what you told us")
    reference = Complaint.objects.latest("pk").reference
    says(page, reference, "The law gives us 3 working days.")
    follow(page, f"Your own page for {reference}")
    headed(page, f"Complaint {reference}")
    return reference, page.url


def samuel_answers(page: Page, reference: str) -> None:
    follow(page, "Complaints")
    headed(page, "Complaints, compliments and comments")
    sound(page, 1280, 320)
    follow(page, f"Complaint {reference}")
    press(page, "Take it on")
    says(page, "You handle this now.")
    sound(page, 1280, 320)
    follow(page, "Acknowledge it")
    press(page, "Acknowledge")
    follow(page, "Agree a plan")
    answer_by = timezone.localdate() + timedelta(days=14)
    for label, value in (("Day", answer_by.day), ("Month", answer_by.month), ("Year", answer_by.year)):
        page.get_by_label(label, exact=True).fill(str(value))
    page.get_by_label("Yes, we talked about it").check()
    page.get_by_label("How will it be looked into?").fill("We ask Hollybank for the rota.")
    press(page, "Save the plan")
    follow(page, "Begin to look into it")
    press(page, "Begin")
    follow(page, "Answer it")
    press(page, "Continue")
    problems(
        page, "Choose what you found", "Write your answer", "Say what we do to put it right, or why nothing is needed"
    )
    page.get_by_label("We agree: it went wrong").check()
    page.get_by_label("Your answer").fill("The rota had a gap. We are sorry.")
    page.get_by_label("What have we done, or what will we do, to put it right?").fill("The rota is mended.")
    press(page, "Continue")
    headed(page, "Check your answer")
    says(page, "If you are not happy with our answer")
    sound(page, 1280, 320)
    press(page, "Send the answer")
    says(page, "Answered. The person is told.")
    follow(page, "Close it with what we learned")
    page.get_by_label("What did we learn?").fill("Gaps in a rota are looked for each Friday.")
    press(page, "Close it")
    says(page, "Closed. The person is told.", "Gaps in a rota are looked for each Friday.")


def test_a_concern_triaged(visit):
    somebody = visit(None, "/", width=320, script=False)
    follow(somebody, "Report a concern")
    reference = somebody_is_worried(somebody)
    ruth = visit("safeguarding", "/staff/")
    follow(ruth, "Concerns")
    headed(ruth, "Concerns about safety")
    sound(ruth, 1280, 320)
    follow(ruth, reference)
    ruth_decides(ruth, reference)
    helen = visit(None, "/demo/")
    press(helen, "Be Helen")
    helen.goto(f"/staff/concerns/{reference}/")
    says(helen, "Ruth Bellamy", "Section 42 enquiry")
    follow(helen, "Close it")
    helen.get_by_label("How did it end?").fill("Edith has her card back, and a visitor she likes.")
    press(helen, "Close it")
    says(helen, "Closed.")
    assert Concern.objects.get(reference=reference).closed_by.name == "Helen Price"
    nobody_else_finds_it(visit, reference)


def somebody_is_worried(page: Page) -> str:
    headed(page, "Worried about someone?")
    leave = page.get_by_role("link", name="Leave this page")
    expect(leave).to_have_attribute("href", "https://www.bbc.co.uk/weather")
    expect(leave).to_be_in_viewport()
    follow(page, "Tell us online")
    headed(page, "Tell us what worries you")
    press(page, "Continue")
    problems(page, "Tell us what you are worried about", focused=False)
    page.get_by_label("What are you worried about?").fill("A new friend keeps Edith’s bank card.")
    page.get_by_label("Who is it about, and where are they? (optional)").fill("Edith, Mill Lane")
    page.get_by_label("I am not sure").check()
    press(page, "Continue")
    headed(page, "Check before you send")
    press(page, "Change it")
    expect(page.get_by_label("What are you worried about?")).to_have_value("A new friend keeps Edith’s bank card.")
    press(page, "Continue")
    press(page, "Send")
    headed(page, "Thank you for telling us")
    assert page.context.cookies() == []
    reference = Concern.objects.latest("pk").reference
    says(page, reference)
    return reference


def ruth_decides(page: Page, reference: str) -> None:
    headed(page, f"Concern {reference}")
    says(page, "A new friend keeps Edith’s bank card.", "Ruth Bellamy")
    press(page, "Take it on")
    follow(page, "Answer the three tests")
    sound(page, 1280, 320)
    for group in page.locator("fieldset").all():
        group.get_by_label("Yes", exact=True).check()
    press(page, "Save the answers")
    problems(
        page,
        "Give a reason: Does the adult have needs for care and support?",
        "Give a reason: Is the adult experiencing abuse or neglect, or at risk of it?",
        "Give a reason: Because of those needs, is the adult unable to protect themselves?",
    )
    for number, why in enumerate(("She cannot shop alone.", "Her card is taken.", "She cannot go to the bank.")):
        page.get_by_label("Why?").nth(number).fill(why)
    press(page, "Save the answers")
    follow(page, "Write down what the person wants")
    page.get_by_label("We asked the person").check()
    page.get_by_label("What does the person want to happen?").fill("My card, and somebody to talk to.")
    press(page, "Save")
    follow(page, "Decide")
    expect(page.get_by_role("radio")).to_have_count(1)  # all three are so: an enquiry, and nothing less
    page.get_by_label("Section 42 enquiry").check()
    page.get_by_label("Why, and what happens now?").fill("All three are so. Ruth visits today.")
    press(page, "Decide")
    says(page, "Decided. Somebody else closes it.", "You decided this, so somebody else closes it.")
    sound(page, 1280, 320)


def nobody_else_finds_it(visit, reference: str) -> None:
    for who in ("practitioner", "admin", "finance", "rosa"):
        page = visit(who, f"/staff/concerns/{reference}/")
        headed(page, "We cannot find that page")

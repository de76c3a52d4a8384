"""Whether all is well, in a real browser: Joan answers in two clicks, Amira sees nothing of it, Samuel looks at it."""

import pytest
from playwright.sync_api import expect

from accounts.models import WelfareCheck
from tests.browser.demo import FOR_JOAN
from tests.browser.telling import follow, press, says, sound

HERS = "Tell us that you are well, or that you would like a call"


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, False)])
def test_joan_answers_in_easy_read_and_samuel_looks_at_it(visit, width, script):
    page = visit("joan", "/money/", width=width, script=script)
    follow(page, HERS)
    follow(page, "Read this page in Easy Read")
    says(page, "Press “I am well”")
    sound(page, script=script)
    page.get_by_role("button", name="I would like a call").focus()
    page.keyboard.press("Enter")
    says(page, "Somebody at the council calls you by the end of", "Somebody at the council has this now")
    sound(page, script=script)
    page = visit("practitioner", "/staff/welfare/", width=width, script=script)
    follow(page, "Joan Whitfield")
    says(page, "They act for the person", "Amira Whitfield")
    follow(page, "Answer the three tests")
    says(page, "Care Act 2014, section 42(1)")
    sound(page, script=script)
    for number, answer in enumerate(("Yes", "No", "No")):
        page.get_by_label(answer, exact=True).nth(number).check()
        page.get_by_label("Why?", exact=True).nth(number).fill("I rang her while she was alone.")
    page.get_by_label("No concern").check()
    page.get_by_label("Why, and what happens now?").fill("She bought a coat.")
    press(page, "Save")
    says(page, "No card is frozen and nothing is stopped by this")
    sound(page, script=script)
    press(page, "Save")
    says(page, "No concern", "She bought a coat.")
    assert WelfareCheck.objects.get(person__name="Joan Whitfield").state == "closed"


def test_amira_sees_nothing_of_it(visit):
    page = visit(FOR_JOAN, "/money/")
    expect(page.get_by_role("main")).not_to_contain_text("everything all right")
    answer = page.goto("/money/all-well/")
    assert answer and answer.status == 404

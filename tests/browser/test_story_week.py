"""Amira's week for Joan: who is coming, the sheet for the fridge, "nobody came" and its undoing, a stay in hospital."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from design.formats import weekday
from tests.browser import telling
from tests.browser.telling import fact, follow, headed, look, press, says, sound

AMIRA = "amira-for-joan"
HOLLYBANK = "Hollybank Home Care"
MARGIN = dict.fromkeys(("top", "right", "bottom", "left"), "15mm")


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def today():
    return timezone.localdate()


def test_who_comes_and_the_sheet_for_the_fridge(visit):
    page = visit(AMIRA, "/money/")
    follow(page, "The whole week")
    headed(page, "Who is coming to Joan")
    says(page, f"Today, {weekday(today())}", "Hollybank Home Care", "Keeping clean and well")
    follow(page, "The next week")
    says(page, weekday(today() + timedelta(days=7)))
    follow(page, "From today")
    for width in (1280, 320):
        sound(page, width)
    follow(page, "Print this week")
    headed(page, "Who is coming to Joan")
    assert "£" not in page.get_by_role("article").inner_text()
    sound(page, 320)
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Print this sheet")).to_be_hidden()
    expect(page.get_by_role("banner")).to_be_hidden()
    expect(page.get_by_text("If nobody comes, call")).to_be_visible()
    assert pages(page.pdf(format="A4", margin=MARGIN)) == 1


def test_nobody_came_and_it_was_a_mistake_without_a_script(visit):
    yesterday = today() - timedelta(days=1)
    page = visit(AMIRA, "/week/", width=320, script=False)
    before = telling.free_and_held("joan")
    named = f"{HOLLYBANK}, {weekday(yesterday)}, 3pm to 4pm"
    press(page, f"Nobody came {named}")
    says(page, "We have noted that nobody came")
    look(page, "Nobody came")
    press(page, f"Take back that nobody came {named}")
    says(page, "That is undone.")
    expect(page.get_by_role("button", name=f"Nobody came {named}")).to_be_visible()
    assert telling.free_and_held("joan") == before


def test_a_stay_in_hospital_by_keyboard(visit):
    page = visit(AMIRA, "/week/")
    free, held = telling.free_and_held("joan")
    link = page.get_by_role("link", name="Pause visits for a hospital stay or a holiday")
    link.focus()
    page.keyboard.press("Enter")
    headed(page, "Pause visits")
    page.get_by_label("A stay in hospital").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Continue").focus()
    page.keyboard.press("Enter")
    headed(page, "Check before you pause visits")
    expect(fact(page, "First day without visits")).to_have_text(weekday(today()))
    expect(fact(page, "Last day without visits")).to_have_text("Not known yet")
    for width in (1280, 320):
        sound(page, width)
    page.get_by_role("button", name="Pause the visits").focus()
    page.keyboard.press("Enter")
    says(page, "Visits are paused. We have told everybody who was to come.", "A stay in hospital.")
    sound(page, 320)
    now_free, now_held = telling.free_and_held("joan")
    assert (now_free >= free, now_held <= held) == (True, True)
    back(page)


def back(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    follow(page, "End the pause")
    headed(page, "End the pause")
    press(page, "Continue")
    headed(page, "Check before visits go on")
    sound(page, 320)
    press(page, "End the pause")
    says(page, f"Visits go on from {weekday(today() + timedelta(days=1))}.")


def test_cover_for_one_visit(visit):
    page = visit(AMIRA, "/week/")
    page.get_by_role("main").get_by_role("link", name="Ask for cover").last.click()
    headed(page, "Ask for cover")
    sound(page, 1280)
    page.get_by_role("radio").first.check()
    press(page, "Continue")
    expect(page.get_by_label("What time should it start?")).to_have_value("8am")

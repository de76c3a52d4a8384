"""Text size, space and colours that somebody chose: contrast, 320 px and the keyboard hold on pages of every kind."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.telling import axe

PAGES = {
    None: ("/", "/display/", "/directory/", "/money/how-long/", "/advice/start/how-it-works/"),
    "rosa": ("/money/", "/money/statement/?format=easy", "/money/cards/"),
    "practitioner": ("/staff/people/", "/staff/letters/"),
}


def choose(page: Page, *labels: str) -> None:
    page.goto("/display/")
    for label in labels:
        page.get_by_label(label, exact=True).check()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Pages look like this from now on.")).to_be_visible()


def faults(page: Page, address: str, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{address} {width}: {each}" for each in [*axe(page), *([f"{wide} wide"] if wide > width else [])]]


@pytest.mark.parametrize("colours", ["Black on white", "White and yellow on black", "Dark on cream"])
def test_every_kind_of_page_keeps_contrast_and_fits_in_the_largest_letters(visit, colours):
    """WCAG 2.2: 1.4.3 contrast, 1.4.10 reflow, 1.4.12 text spacing, with everything chosen at once."""
    wrong = []
    for who, addresses in PAGES.items():
        page = visit(who, "/display/", script=False)
        choose(page, "Larger", "More space", colours)
        page = visit(who, "/display/")
        for address in addresses:
            wrong += faults(page, address, 1280) + faults(page, address, 320)
    assert wrong == []


def test_space_is_at_least_what_the_guideline_names(visit):
    """WCAG 2.2, 1.4.12: lines 1.5, paragraphs 2, letters 0.12 and words 0.16 times the size of the text."""
    page = visit(None, "/display/")
    choose(page, "More space")
    page.goto("/money/how-long/")
    text = page.locator("main p.govuk-body, main p.govuk-body-l").first
    names = ["lineHeight", "marginBottom", "letterSpacing", "wordSpacing", "fontSize"]
    *space, size = text.evaluate("(e, names) => names.map(name => parseFloat(getComputedStyle(e)[name]))", names)
    least = (1.5, 2, 0.119, 0.159)  # in hundredths of a pixel a browser rounds
    assert [at / size >= wanted for at, wanted in zip(space, least, strict=True)] == [True] * 4


def test_tried_kept_and_taken_back_by_keyboard_without_a_script(visit):
    page = visit(None, "/display/?page=/ideas/", width=320, script=False)
    page.get_by_label("Larger", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Try it on this page").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are trying it")).to_be_visible()
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    assert page.evaluate(size) == 24
    page.goto("/ideas/")
    assert page.evaluate(size) == 16
    choose(page, "Larger")
    page.goto("/ideas/")
    assert page.evaluate(size) == 24
    page.goto("/display/")
    page.get_by_role("button", name="Go back to the usual").press("Enter")
    expect(page.get_by_text("Pages have their usual look again.")).to_be_visible()
    assert page.evaluate(size) == 16


def test_colours_of_ones_own_machine_stand_above_ours(visit):
    """Windows high contrast and the like: what the system says is what is drawn."""
    page = visit(None, "/display/")
    ground = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(forced_colors="active")
    forced = page.evaluate(ground)
    choose(page, "Dark on cream")
    assert page.evaluate(ground) == forced
    page.emulate_media(forced_colors="none")
    assert page.evaluate(ground) == "rgb(251, 243, 223)"


def test_large_print_on_paper_has_no_letter_under_eighteen_points(visit):
    """RNIB: large print is 18 points or more on paper."""
    page = visit("rosa", "/money/statement/?period=3-months&format=large&print=1")
    page.emulate_media(media="print")
    small = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()
            && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
            && !e.closest('.govuk-visually-hidden')
            && parseFloat(getComputedStyle(e).fontSize) < 23.99).map(e => e.className + ': ' + e.textContent.trim())"""
    )
    assert small == []

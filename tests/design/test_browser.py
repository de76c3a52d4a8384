"""The gallery in a real Chromium: nothing for axe to find, nothing too wide, too small, or lost without script."""

import mimetypes
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SCREENS = ["everything/?errors=1", "home/", "find/", "passport/", "money/"]
STATIC = Path("design/static")


@pytest.fixture
def script():
    return True


@pytest.fixture
def visit(browser, script, client, gallery):
    """Open a page of the gallery: Django's test client answers in place of a server, with its own headers."""
    context = browser.new_context(java_script_enabled=script)

    def answer(route):
        path = route.request.url.removeprefix("https://waymark.test")
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file)[0] or "text/javascript")
        else:
            found = client.get(path)
            route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.content)

    context.route("**/*", answer)

    def visit(screen, width=1280):
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: message.type in ("error", "warning") and page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"https://waymark.test{gallery}{screen}")
        page.wait_for_load_state("networkidle")
        return page

    yield visit
    context.close()


SMALL = """() => [...document.querySelectorAll("a, button, summary, input, select")].filter((part) => {
  const box = part.getBoundingClientRect();
  const within = part.closest("p, .wm-timeline__item") && part.tagName === "A"; // links within sentences are let off
  const hidden = !box.width || part.closest(".govuk-visually-hidden, .govuk-skip-link");
  return !hidden && !within && (box.width < 24 || box.height < 24);
}).map((part) => part.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_and_nothing_is_too_wide_or_too_small(visit, screen):
    page = visit(screen)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate(SMALL) == []
    assert page.said == []  # the Content-Security-Policy and the behaviour have nothing to complain of


def test_the_error_summary_has_the_focus(visit):
    page = visit("everything/?errors=1")
    page.locator(".govuk-error-summary:focus").wait_for()
    page.get_by_role("link", name="Enter a real date, like 27 3 2027").click()
    assert page.evaluate("document.activeElement.id") == "id_starts_on_day"


def test_the_menu_of_a_telephone(visit):
    page = visit("home/", 375)
    menu = page.get_by_role("navigation", name="Menu")
    assert not menu.is_visible()
    page.locator("summary", has_text="Menu").click()
    assert menu.get_by_role("link", name="Find support").is_visible()
    assert not page.get_by_role("navigation", name="Main").is_visible()


def test_filters_are_folded_on_a_telephone_and_open_beside_results(visit):
    assert not visit("find/", 375).get_by_text("Mornings (18)").is_visible()
    assert visit("find/", 1280).get_by_text("Mornings (18)").is_visible()


class TestWithoutScript:
    @pytest.fixture
    def script(self):
        return False

    def test_menu_filters_and_fields(self, visit):
        page = visit("find/", 375)
        page.locator("summary", has_text="Menu").click()
        assert page.get_by_role("navigation", name="Menu").get_by_role("link", name="Advice").is_visible()
        assert visit("find/", 1280).get_by_text("Mornings (18)").is_visible()
        assert visit("everything/").get_by_label("Password", exact=True).is_visible()


BEFORE = """(rows) => rows.map((row) => [...row.cells].map((cell) => getComputedStyle(cell, "::before").content))"""


def test_on_a_telephone_the_heading_of_the_last_row_stands_without_a_label(visit):
    rows = visit("everything/", 375).locator(".wm-table:not(.wm-table--arranged) tfoot tr")
    labels = rows.evaluate_all(BEFORE)
    assert labels
    assert [label for label, *_ in labels] == ["none"] * len(labels)
    assert [label for _, *others in labels for label in others if label == "none"] == []


ADDED = """(row) => {
  const cell = row.insertCell();
  cell.className = "govuk-table__cell";
  cell.dataset.label = "Why";
  cell.textContent = "They told us that the visits are too early in the morning, and that nobody rang to say so.";
  const numeric = row.querySelector(".govuk-table__cell--numeric");
  return [cell, numeric].map((one) => getComputedStyle(one).textAlign);
}"""


def test_on_a_telephone_long_words_begin_at_the_left_and_figures_stay_at_the_right(visit):
    row = visit("everything/", 375).locator(".wm-table:not(.wm-table--arranged) tbody tr").first
    assert row.evaluate(ADDED) == ["left", "right"]

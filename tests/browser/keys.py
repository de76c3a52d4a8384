"""A journey by keyboard alone, in Easy Read: no mouse, only Tab, Enter, Space, arrows and what is typed."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.telling import headed, look, sound

FURTHEST = 80  # presses of Tab to any control of a page: further would be a fault of the page


def tab_to(page: Page, control: Locator) -> None:
    control.wait_for(timeout=10_000)
    for _ in range(FURTHEST):
        if control.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {control}")


def press_button(page: Page, name: str) -> None:
    tab_to(page, page.get_by_role("main").get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def follow_link(page: Page, name: str, nth: int = 0) -> None:
    tab_to(page, page.get_by_role("main").get_by_role("link", name=name).nth(nth))
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def choose(page: Page, label: str) -> None:
    """A radio: Tab comes to the first of them, arrows to the others."""
    wanted = page.get_by_role("radio", name=label, exact=True)
    group = page.locator(f"input[name='{wanted.get_attribute('name')}']")
    tab_to(page, group.and_(page.locator(":checked")) if group.and_(page.locator(":checked")).count() else group.first)
    page.keyboard.press("Space")
    for _ in range(group.count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"No arrow comes to {label}")


def write(page: Page, label: str, text: str) -> None:
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def tick(page: Page, box: Locator) -> None:
    tab_to(page, box)
    page.keyboard.press("Space")
    expect(box).to_be_checked()


def easy(page: Page, heading: str, *, name: str = "") -> None:
    """This step is in Easy Read: lines with a picture each, and the way back to the usual words; axe finds nothing."""
    headed(page, heading)
    expect(page.get_by_role("link", name="Read this page in the usual words")).to_be_visible()
    lines = page.locator(".wm-easy__line")
    assert lines.count() == page.locator(".wm-easy__line > svg[aria-hidden=true]").count() > 0, page.url
    look(page, name or f"easy {heading}")
    sound(page)

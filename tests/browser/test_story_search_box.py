"""The search box completes as somebody types, by keyboard alone; without JavaScript the same is a page of links."""

from playwright.sync_api import expect


def test_choosing_a_topic_and_a_place_by_keyboard(visit):
    page = visit(None, "/")
    box, near = (
        page.get_by_role("combobox", name="What would help?"),
        page.get_by_role("combobox", name="Near postcode"),
    )
    box.press_sequentially("memo")
    expect(page.get_by_role("option", name="Memory problems", exact=True)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="suggestions")).to_contain_text("Use the up and down arrows.")
    box.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    box.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_value("memo")
    box.press_sequentially("ry p")
    expect(page.get_by_role("option", name="Memory problems", exact=True)).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Memory problems")
    expect(box).to_have_attribute("aria-expanded", "false")
    near.press_sequentially("alderf")
    expect(page.get_by_role("option", name="Alderford")).to_be_visible()
    near.press("ArrowDown")
    near.press("Enter")
    near.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Memory problems near Alderford")


def test_a_slip_is_said_and_can_be_taken_back(visit):
    page = visit(None, "/search/?q=sombody+to+help+mum+bath,+alderford")
    expect(page.get_by_text("Showing results for somebody to help mum bath, alderford.")).to_be_visible()
    page.get_by_role("link", name="Search instead for sombody to help mum bath, alderford").click()
    expect(page.get_by_label("What would help?")).to_have_value("sombody to help mum bath")
    page.get_by_role("link", name="Take off the place Near Alderford").click()
    expect(page.get_by_label("Near postcode or town")).to_have_value("")


def test_looking_up_by_links(visit):
    page = visit(None, "/search/?q=memory")
    page.get_by_role("link", name="Look up a topic, a name or a place").click()
    page.get_by_role("link", name="Memory problems", exact=True).click()
    expect(page.get_by_role("link", name="Take off the filter Memory problems")).to_be_visible()

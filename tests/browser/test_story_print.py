"""A page of advice on paper: the link prints where a script can, and says how where none runs."""

from playwright.sync_api import expect

PAGE = "/advice/start/how-it-works/"
HOW = "How to print this page"


def test_the_link_prints(visit):
    page = visit(None, PAGE)
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.get_by_role("link", name="Print this page").click()
    expect(page).to_have_title("printed")
    expect(page.get_by_role("heading", name=HOW)).to_be_hidden()


def test_without_a_script_it_says_how(visit):
    page = visit(None, PAGE, script=False)
    expect(page.get_by_role("heading", name=HOW)).to_be_hidden()
    page.get_by_role("link", name="Print this page").click()
    expect(page.get_by_role("heading", name=HOW)).to_be_visible()


def test_paper_has_no_menu_and_says_when_it_was_printed(visit):
    page = visit(None, PAGE)
    printed = page.get_by_text("Printed on ")
    expect(printed).to_be_hidden()
    page.emulate_media(media="print")
    expect(printed).to_be_visible()
    useful, following = page.get_by_text("Was this page useful?"), page.get_by_text("Read next")
    for gone in (page.get_by_role("navigation"), useful, following):
        for each in gone.all():
            expect(each).to_be_hidden()

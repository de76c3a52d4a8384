"""The little markup of our content files, turned into Wagtail's rich text.

Paragraphs are parted by a blank line; `- ` and `1. ` begin list items; `### ` a small heading; `**bold**`;
`[words](https://…)`, `[words](/address/)` and `[words](page:slug)`, a page of ours wherever it is moved to.
"""

import re
from collections.abc import Callable
from html import escape

LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
BOLD = re.compile(r"\*\*(.+?)\*\*")
LISTS = {"ul": re.compile(r"- "), "ol": re.compile(r"\d+\. ")}
Find = Callable[[str], int | None]


def rich(text: str, find: Find) -> str:
    """Rich text of a marked-up text; `find(slug)` gives the id of a page, or None where it is gone."""
    return "".join(part(lines.splitlines(), find) for lines in re.split(r"\n\s*\n", text.strip()) if lines)


def part(lines: list[str], find: Find) -> str:
    if lines[0].startswith("### "):
        return f"<h3>{inline(lines[0][4:], find)}</h3>"
    for tag, mark in LISTS.items():
        if mark.match(lines[0]):
            items = "".join(f"<li>{inline(mark.sub('', line, count=1), find)}</li>" for line in lines)
            return f"<{tag}>{items}</{tag}>"
    return f"<p>{inline(' '.join(lines), find)}</p>"


def inline(text: str, find: Find) -> str:
    text = escape(text, quote=False)
    text = LINK.sub(lambda match: link(match[1], match[2], find), text)
    text = re.sub(r"`([^`]+)`", r"<b>\1</b>", text)
    return BOLD.sub(r"<b>\1</b>", text)


def link(words: str, to: str, find: Find) -> str:
    if not to.startswith("page:"):
        return f'<a href="{escape(to)}">{words}</a>'
    page = find(to.removeprefix("page:"))
    return f'<a linktype="page" id="{page}">{words}</a>' if page else words

"""From rich text to plain paragraphs. Pure: what search indexes and what the reading age is measured on."""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

BREAKS = {"p", "li", "h2", "h3", "h4", "br", "ul", "ol", "blockquote", "hr", "tr", "td", "th"}


class Paragraphs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[str] = []
        self.now: list[str] = []

    def handle_data(self, data: str) -> None:
        self.now.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.end_paragraph(tag)

    def handle_endtag(self, tag: str) -> None:
        self.end_paragraph(tag)

    def end_paragraph(self, tag: str) -> None:
        if tag in BREAKS:
            text = " ".join("".join(self.now).split())
            self.now = []
            if text:
                self.done.append(text)


def paragraphs(html: object) -> list[str]:
    """`<p>One.</p><ul><li>two</li></ul>` → `["One.", "two"]`. Takes a string or anything with rich text as `source`."""
    parser = Paragraphs()
    parser.feed(str(getattr(html, "source", html) or ""))
    parser.close()
    parser.end_paragraph("p")
    return parser.done


def said(*parts: object) -> Iterator[str]:
    """The plain paragraphs of several texts in turn, leaving out what is empty."""
    for part in parts:
        yield from paragraphs(part)


def joined(parts: Iterable[str]) -> str:
    return "\n".join(parts)

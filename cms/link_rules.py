"""Links as they are kept in text, and what can be said of an address without asking anybody. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

LONGEST = 1000
ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.IGNORECASE | re.DOTALL)
ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE)
ADDRESS_FIELDS = ("url", "website")  # of our blocks, with plain addresses in them
ASIDE = ("mailto:", "tel:")  # they open no page


@dataclass(frozen=True)
class Written:
    """A link as it stands in a page: an address, or a page or document of ours by its number."""

    words: str
    address: str = ""
    kind: str = ""  # "page" or "document"
    number: int = 0


def written(field: str, text: str, name: str = "") -> Iterator[Written]:
    """Every link in a text that stands in a field of this name; `name` stands for an address without words."""
    if field in ADDRESS_FIELDS and text.strip():
        yield Written(name or text.strip(), text.strip())
    elif "<a" in text:
        for attributes, words in ANCHOR.findall(text):
            yield _written(dict(_pairs(attributes)), " ".join(unescape(TAG.sub("", words)).split()))


def outside(address: str) -> bool:
    """Does it lead to another site?"""
    return not address.startswith(("/", "#", "?")) and not address.lower().startswith(ASIDE)


def wrong_with(address: str) -> str:
    """What somebody has to mend in the address of another site; empty where it looks right."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return "This is no web address"
    if parts.scheme == "http":
        return "It begins with http://. Use https://, which nobody can listen to"
    if parts.scheme != "https":
        return "It does not begin with https://"
    if len(address) > LONGEST:
        return f"It has more than {LONGEST:,} characters"
    if re.search(r"\s", address):
        return "There is a space in it"
    return _wrong_host(host, parts.username is not None)


def _wrong_host(host: str, named: bool) -> str:
    if named:
        return "There is a user’s name in it"
    return "" if HOST.fullmatch(host) else "The name of the site is not complete, as in www.gov.uk"


def _pairs(attributes: str) -> Iterator[tuple[str, str]]:
    for name, one, other in ATTRIBUTE.findall(attributes):
        yield name.lower(), unescape(one or other)


def _written(given: dict[str, str], words: str) -> Written:
    number = given.get("id", "")
    kind = given.get("linktype", "")
    return Written(words, given.get("href", "").strip(), kind, int(number) if kind and number.isdigit() else 0)

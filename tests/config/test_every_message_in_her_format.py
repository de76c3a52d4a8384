"""Every message that we can send, in the format of whoever reads it (Accessible Information Standard, DAPB1605: meet).

All templates of e-mails, letters and calls are walked: a new one is in by itself.
"""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts import letters, notices
from accounts.models import ContactFormat, Letter, Notice
from accounts.roles import Role
from design.gallery import ICONS
from tests import sessions
from tests.factories import accounts as make

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROOT = Path(__file__).parents[2]
ROOMS = ("accounts", "marketplace")
EASY, LETTER = "_easy_read", "_letter"
FOLDERS = [ROOT / room / "templates" / room / kind for room in ROOMS for kind in ("emails", "letters")]
FILES = sorted(f"{path.parts[-3]}/{path.parts[-2]}/{path.stem}" for folder in FOLDERS for path in folder.glob("*.txt"))
WHOLE = [name for name in FILES if not name.endswith((EASY, LETTER))]
EASY_ONES = [name for name in FILES if name.endswith(EASY)]
MOST_WORDS = 20  # with a name, a date and a sum in it
BY_E_MAIL_ALWAYS = {
    "accounts/actions/cards/telling.py",  # who changed a card's telephone has to be in her sign-in, not in her post
}


class Anything(datetime):
    """A date, a number, a name, a list of one: whatever a template asks of it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return ANYTHING

    def __getitem__(self, key: object) -> Any:
        raise KeyError(key)

    def __iter__(self) -> Any:
        return iter([Word("word")])

    def __len__(self) -> int:
        return 1

    def __int__(self) -> int:
        return 1250

    def __str__(self) -> str:
        return "word"


class Word(str):
    __slots__ = ()


ANYTHING = Anything(2026, 11, 28, 9)
NAMES = re.compile(r"\{[{%][^}]*?\b([a-z_]+)\b(?=[.| }])")


def context(name: str) -> dict[str, Any]:
    """Something for each name that the templates of this message use."""
    texts = [
        (ROOT / name.split("/")[0] / "templates" / f"{each}.txt").read_text()
        for each in (name, name + EASY, name + LETTER)
        if each in FILES
    ]
    names = {
        word for text in texts for word in re.findall(r"\b[a-z_]+\b", " ".join(re.findall(r"\{[{%].*?[%}]\}", text)))
    }
    return dict.fromkeys(names, ANYTHING) | {"link": "/money/"}


def without_ours(name: str) -> dict[str, Any]:
    ours = ("to", "person", "council", "site_url", "on_paper")
    return {word: value for word, value in context(name).items() if word not in ours}


@pytest.fixture
def rosa():
    return make.person("Rosa Alvarez", phone="01632 960 702", address="8 Weir Cottages", postcode="AM3 2QT")


def test_they_are_found():
    assert (len(WHOLE) > 60, len(EASY_ONES) > 25) == (True, True)
    assert [name for name in EASY_ONES if name.removesuffix(EASY) not in WHOLE] == []


@pytest.mark.parametrize("name", WHOLE)
def test_each_message_goes_in_each_format(rosa, name):
    """E-mail by e-mail; large print and Easy Read as such on paper; a call on the list of calls."""
    for way in ContactFormat:
        rosa.contact_format = way
        told = notices.tell(person=rosa, template=name, context=without_ours(name))
        if way == ContactFormat.EMAIL:
            assert (type(told), told.to) == (Notice, rosa.user)
        else:
            assert (type(told), told.format, told.is_call) == (Letter, way, way == ContactFormat.TELEPHONE)
            has_pictures = bool(letters.PICTURE.search(told.body))
            assert has_pictures == (way == ContactFormat.EASY_READ and name + EASY in FILES)


@pytest.mark.parametrize("name", EASY_ONES)
def test_each_easy_text_has_one_idea_a_line_with_a_picture_beside_it(rosa, name):
    rosa.contact_format = ContactFormat.EASY_READ
    base = name.removesuffix(EASY)
    _, body = letters.render(rosa, base, without_ours(base))
    greeting, *paragraphs = letters.paragraphs(body)
    assert greeting.text.startswith("Hello Rosa")
    assert [each.text for each in paragraphs if not each.picture and not each.items and not is_plain(each.text)] == []
    assert {each.picture for each in paragraphs} - {""} <= set(ICONS)
    told = [sentence for each in paragraphs for sentence in re.split(r"(?<=[.?!])\s", each.text)]
    assert [sentence for sentence in told if len(sentence.split()) > MOST_WORDS] == []


def is_plain(text: str) -> bool:
    """The heading of a list, such as an order's visits."""
    return text.strip().endswith(":") or not text.strip()


@pytest.mark.parametrize("way", [ContactFormat.LARGE_PRINT, ContactFormat.EASY_READ, ContactFormat.PRINT])
def test_the_sheet_is_printed_in_her_format(rosa, way):
    rosa.contact_format = way
    letter = notices.tell(person=rosa, template="accounts/letters/ways", context={"link": "/money/choices/"})
    client = sessions.enter(Client(), make.staff(Role.PRACTITIONER))
    sheet = client.post(f"/staff/letters/{letter.pk}/print/").content.decode()
    assert f"wm-paper wm-paper--{way}" in sheet


def test_nobody_is_written_to_past_her_format():
    """`notices.tell` knows how somebody is told things; `queue(to=person.user)` does not."""
    past = re.compile(r"queue\(\s*to=[a-z_.]*\bperson\.user\b")
    paths = [path for room in (*ROOMS, "cms", "directory") for path in (ROOT / room).rglob("*.py")]
    wrong = [str(path.relative_to(ROOT)) for path in paths if past.search(path.read_text())]
    assert [path for path in wrong if path not in BY_E_MAIL_ALWAYS and path != "accounts/notices.py"] == []

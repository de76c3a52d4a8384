"""Easy Read is easy: each line is one short sentence in everyday words, with a picture of ours beside it.

The rules: Inclusion Europe, "Information for all: European standards for making information easy to read and
understand" (short sentences, one idea in each, each on a new line, no difficult words, pictures beside the text);
Change, "How to make information accessible"; GOV.UK, "Accessible communication formats" (Easy Read). The most words
of a sentence, 15, is ours.
"""

import re
from html import unescape
from pathlib import Path

import pytest

from accounts.holding_words import EASY as HOLDING
from cms import easy_words as telling
from design.easy import Say
from design.gallery import ICONS
from marketplace import easy_visits as visiting
from marketplace import easy_words as buying

ROOT = Path(__file__).parent.parent
MOST_WORDS = 15
LINE = re.compile(r'wm-easy__line">\s*\{% icon ([^ ]+) %\}\s*<p>(.*?)</p>', re.DOTALL)
BRANCH = re.compile(r"\{% if [^%]*%\}((?:(?!\{% if ).)*?)\{% endif %\}", re.DOTALL)
ELSE = re.compile(r"\{% el(?:se|if [^%]*)\s?%\}")
# Words of the trade and of offices. Where one cannot be done without, its line says "is called".
JARGON = (
    "allocation", "assessment", "authorised", "capacity", "commence", "commission", "contribution", "delegate",
    "eligible", "entitle", "in accordance", "indicative", "invoice", "mandate", "nominat", "outcome", "prior to",
    "procure", "pursuant",
    "reablement", "reconcil", "regarding", "remittance", "residual", "revoke", "scope", "service user", "statutory",
    "subsequent", "surplus", "terminate", "transaction", "utilis", "withdraw",
)  # fmt: skip


def sentence(text):
    """A line of a template as somebody reads it: the longest of its cases, and one word for each fact."""
    text = re.sub(r"\{\{.*?\}\}", "word", re.sub(r"\{% url .*?%\}", "", text))
    while found := BRANCH.search(text):
        cases = ELSE.split(found[1])
        text = text[: found.start()] + max(cases, key=lambda case: len(case.split())) + text[found.end() :]
    return " ".join(unescape(re.sub(r"<[^>]+>|\{%.*?%\}", "", text)).split())


def in_templates():
    for path in sorted(ROOT.glob("*/templates/**/*.html")):
        for picture, text in LINE.findall(path.read_text()):
            if picture.startswith('"'):
                yield f"{path.name}: {sentence(text)}", picture.strip('"'), sentence(text)


def in_letters():
    for path in sorted((ROOT / "cms" / "templates").glob("**/*_easy_read.txt")):
        for picture, text in re.findall(r"^\[([a-z-]+)\] (.*)$", path.read_text(), re.MULTILINE):
            yield f"{path.name}: {sentence(text)}", picture, sentence(text)


def in_tables():
    for way, lines in HOLDING.items():
        for picture, text in lines:
            yield f"{way}: {text}", picture, text


def questions():
    """What every form asks in Easy Read."""
    for module in (telling, buying, visiting):
        for name, words in vars(module).items():
            if isinstance(words, dict):
                yield from ((f"{name}.{field}", say) for field, say in words.items() if isinstance(say, Say))


LINES = [*in_templates(), *in_letters(), *in_tables()]
ASKED = list(dict(questions()).items())


def sentences(text):
    return [each for each in re.split(r"(?<=[.?!])\s+", text.strip()) if each]


def is_plain(text):
    return "is called" in text or not [word for word in JARGON if word in text.lower()]


def test_they_are_found():
    assert len(LINES) > 250 and len(ASKED) >= 15


@pytest.mark.parametrize(("picture", "text"), [line[1:] for line in LINES], ids=[line[0] for line in LINES])
def test_a_line_is_one_short_sentence_in_plain_words_with_a_picture(picture, text):
    assert picture in ICONS
    assert len(text.split()) <= MOST_WORDS
    assert (
        len(sentences(re.sub(r"^(Is|Are|Was|Do|Does|Can) [^?]*\? ", "", text))) == 1
    )  # a question may have its answer
    assert is_plain(text)


@pytest.mark.parametrize(("name", "say"), ASKED, ids=[name for name, _ in ASKED])
def test_a_question_is_short_and_plain_and_its_choices_have_pictures(name, say):
    told = [*sentences(say.label), *sentences(say.hint or ""), *(words for _, words in say.choices.values())]
    told += sentences(say.missing)
    assert [text for text in told if len(text.split()) > MOST_WORDS or not is_plain(text)] == []
    assert [picture for picture, _ in say.choices.values() if picture not in ICONS] == []
    assert say.picture in ("", *ICONS)
    assert len(sentences(say.missing)) <= 1  # one idea: what to do now


def test_every_line_has_its_picture():
    """Nowhere a line of Easy Read without one, whichever way it is written."""
    for path in ROOT.glob("*/templates/**/*.html"):
        text = path.read_text()
        assert text.count('wm-easy__line">') == len(re.findall(r'wm-easy__line">\s*\{% icon ', text)), path.name

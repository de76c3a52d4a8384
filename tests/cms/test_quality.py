import pytest

from cms import prose, quality


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("care", 1), ("council", 2), ("assessment", 3), ("needs", 1), ("asked", 1), ("wanted", 2), ("people", 2),
        ("services", 3), ("money", 2), ("you’ll", 1), ("table", 2), ("eligible", 4), ("the", 1), ("choices", 2),
        ("budget", 2), ("payments", 2), ("used", 1), ("lives", 1),
    ],
)  # fmt: skip
def test_syllables(word, count):
    assert quality.syllables(word) == count


def test_easy_and_hard_text_differ():
    easy = quality.read(["We ask what you need.", "You can have a friend with you."])
    hard = quality.read(
        ["Eligibility determinations necessitate consideration of individual circumstances holistically."]
    )
    assert (easy.words, easy.sentences, easy.long_sentences) == (12, 2, ())
    assert easy.age < 7 < 16 < hard.age


def test_a_list_item_ends_a_sentence_without_a_full_stop():
    assert quality.sentences(["washing", "getting dressed", "It ends. It starts"]) == [
        "washing", "getting dressed", "It ends.", "It starts",
    ]  # fmt: skip


def test_long_sentences_are_named():
    long = "We " + "and you " * 13 + "talk."
    assert quality.read(["We talk.", long]).long_sentences == (long,)


def test_nothing_written_reads_as_nothing():
    assert quality.read([]) == quality.Reading(0, 0, 0.0, ())


def test_rich_text_becomes_paragraphs():
    html = "<p>One <b>big</b> day &amp; night.</p><ul><li>two</li><li><a href='/x'>three</a></li></ul>"
    assert prose.paragraphs(html) == ["One big day & night.", "two", "three"]

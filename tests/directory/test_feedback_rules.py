"""How a writer is named, and what a moderator may take out. Pure."""

import pytest

from directory import feedback_rules as rules


@pytest.mark.parametrize(
    ("named", "knows", "reads"),
    [
        ("first_name", "uses", "Rosa, who uses it"),
        ("first_name", "cares", "Rosa, who cares for a person who uses it"),
        ("carer", "cares", "A carer"),
        ("nobody", "used", "Somebody who used it before"),
    ],
)
def test_a_writer_is_named_as_she_chose(named, knows, reads):
    assert rules.by_line(named, knows, "Rosa") == reads


WRITTEN = "Kelly came at nine.\nShe knows about my MS, and is kind."


@pytest.mark.parametrize(
    ("shown", "may"),
    [
        (WRITTEN, True),
        ("[removed] came at nine.\nShe knows about [removed], and is kind.", True),
        ("[removed] came at nine. She is kind.", True),
        ("A worker came at nine.\nShe knows about my MS, and is kind.", False),
        (WRITTEN.replace("kind", "unkind"), False),
        (WRITTEN + " [removed] Recommended", False),
        ("", True),
    ],
)
def test_a_moderator_takes_words_out_and_adds_none(shown, may):
    assert rules.only_takes_out(WRITTEN, shown) == may


def test_marks_alone_are_nothing():
    assert rules.leaves_nothing("[removed].", " … ", "")
    assert not rules.leaves_nothing("", "Kind")

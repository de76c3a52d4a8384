import pytest

from accounts import currencies, phones
from accounts.phones import HOW, NO_TEXTS, NotAMobile


@pytest.mark.parametrize(
    "typed",
    ["07700 900123", "07700-900-123", "+447700900123", "+44 (0)7700 900 123", "0044 7700 900123", "7700900123"],
)
def test_a_mobile_is_kept_one_way_however_it_is_written(typed):
    assert phones.mobile(typed) == "+447700900123"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("01632 960701", NO_TEXTS),
        ("020 7946 0123", NO_TEXTS),
        ("07012 345678", NO_TEXTS),  # a personal number
        ("07612 345678", NO_TEXTS),  # a pager
        ("+33 6 12 34 56 78", HOW),
        ("07700 90012", NO_TEXTS),
        ("07700 9001234", HOW),
        ("seven", HOW),
        ("٠٧٧٠٠٩٠٠١٢٣", HOW),
    ],
)
def test_what_takes_no_text_messages_here_is_refused_in_words(typed, why):
    with pytest.raises(NotAMobile) as refused:
        phones.mobile(typed)
    assert str(refused.value) == why
    assert phones.mobile_or_none(typed) == ""


def test_the_isle_of_man_has_mobiles_among_the_pagers():
    assert phones.mobile("07624 123456") == "+447624123456"


def test_a_number_reads_as_people_write_it():
    assert [phones.in_words(number) for number in ("+447700900123", "", "020 1")] == ["07700 900123", "", "020 1"]


def test_money_of_other_countries_in_words():
    assert [currencies.in_words(*what) for what in (("eur", 1_000), ("jpy", 1_500), ("kwd", 1_250), ("thb", 205))] == [
        "10.00 euros",
        "1,500 yen",
        "1.250 KWD",
        "2.05 THB",
    ]

"""How a person's money is held, recorded on screen: every way shown in her format, the choice checked."""

import pytest
from django.test import Client

from accounts.actions import holding
from accounts.holding_words import ANSWERS, EASY, QUESTIONS
from accounts.models import ContactFormat
from accounts.models import WayOfHolding as Way
from tests import sessions
from tests.accounts.screens import at, words
from tests.factories import accounts as make
from tests.factories import money, setting_up

pytestmark = pytest.mark.django_db


def choice_form(person, way, **changed):
    pots = {f"pot_{pot.pk}": way for pot in holding.open_pots(person)}
    return {"shown": list(Way.values), "shown_format": person.contact_format, **pots, **changed}


def test_the_choice_is_checked_recorded_and_done(practitioner, edith):
    setting_up.agreed(edith, 5_000)
    assert "Check the choice" in words(practitioner.post(at(edith, "choice/"), choice_form(edith, "card_account")))
    assert edith.choices.count() == 0
    practitioner.post(at(edith, "choice/"), choice_form(edith, "card_account", confirm="1"))
    assert (edith.choices.get().chosen, edith.pots.get().held_as) == ("card_account", "card_account")
    assert "A card account" in words(practitioner.get(at(edith)))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"shown": ["card_account"]}, "only when the person was shown all the other ways"),
        ({"shown": ["council"]}, "Nobody chooses what they were not shown"),
        ({"shown_format": "email"}, "only when they were shown in their own way: Letter"),
        ({"shown": []}, "Tick the ways that the person was shown"),
    ],
)
def test_no_card_account_opens_without_the_other_ways_in_her_format(practitioner, edith, changed, said):
    setting_up.agreed(edith, 5_000)
    page = practitioner.post(at(edith, "choice/"), choice_form(edith, "card_account", confirm="1", **changed))
    assert said in words(page).replace("&quot;", '"')
    assert edith.card_accounts.count() == 0


def test_without_a_budget_there_is_nothing_to_choose(practitioner, edith):
    assert "Agree the budget first" in words(practitioner.get(at(edith, "choice/"), follow=True))


@pytest.mark.parametrize("way", ContactFormat)
def test_the_ways_are_shown_in_each_format(practitioner, samuel, way):
    person = setting_up.newcomer(contact_format=way)
    page = practitioner.get(at(person, "choice/ways/"))
    assert f"wm-paper--{way.value}" in page.content.decode()
    for words_of_it in ("bank", "card", "council", "provider"):
        assert words_of_it in words(page).lower()


def test_the_ways_are_sent(practitioner, edith):
    assert practitioner.post(at(edith, "choice/ways/send/")).status_code == 404  # no budget: nothing to choose yet
    setting_up.agreed(edith, 5_000)
    practitioner.post(at(edith, "choice/ways/send/"))
    assert edith.letters.get().subject == "How your money can be held"


def test_a_card_is_made_once_for_somebody_who_signs_in(practitioner):
    rosa = make.person("Rosa Alvarez")
    account = money.card_account(5_000, person=rosa)
    for _ in range(2):
        practitioner.post(at(rosa, "card/"))
    assert account.cards.count() == 1
    waiting = money.card_account(5_000, person=setting_up.newcomer(contact_format="email"))
    practitioner.post(at(waiting.person, "card/"))
    assert waiting.cards.count() == 0


def test_she_reads_the_ways_side_by_side_or_in_easy_read_and_which_she_has():
    """Care Act 2014 ss.26 and 31, domain.md §3: each way is told with what it asks, what it costs and how it ends."""
    pot = money.card_account(5_000).pots.get()
    her = sessions.enter(Client(), pot.person.user)
    page = words(her.get("/money/choices/?easy=0"))
    assert all(answer in page for way in Way for answer in ANSWERS[way])
    assert pot.label in page
    easy = words(her.get("/money/choices/?easy=1"))
    assert all(line in easy for way in Way for _, line in EASY[way])
    assert ANSWERS[Way.PROVIDER][0] not in easy


def test_each_way_answers_each_question():
    assert {way: len(ANSWERS[way]) for way in Way} == dict.fromkeys(Way, len(QUESTIONS))

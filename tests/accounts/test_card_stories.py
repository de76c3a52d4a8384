"""Everything that a shop and a card company can do to a purchase ends booked, explained and with nothing lost."""

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import audits, ledger, memos
from accounts.actions import cards
from accounts.actions.cards import Taken, WrongStep
from accounts.ledger import LedgerKind
from accounts.models import AuditLine, CardAuthorisation, CardEntry
from accounts.queries import card_holds, statements
from accounts.queries.holdings import Holding
from accounts.spending import Reason
from tests.factories import money

pytestmark = pytest.mark.django_db


class Till:
    """A card with money behind it, and a shop at which things happen."""

    def __init__(self, *pence: int, contingency: int = 0) -> None:
        self.account = money.card_account(*pence, contingency=contingency)
        self.card = money.card(self.account)
        self.taken = 0

    def ask(self, pence: int) -> CardAuthorisation:
        self.asked = cards.authorise(card=self.card, reference="iauth_1", merchant="Hotel Aldermere", pence=pence)
        return self.asked

    def take(self, pence: int, *, asked: CardAuthorisation | None = None, is_last: bool = True) -> CardEntry:
        self.taken += 1
        taken = Taken(f"ipi_{self.taken}", pence, "Hotel Aldermere")
        return cards.take(card=self.card, authorisation=asked, taken=taken, is_last=is_last)

    def back(self, pence: int, *, asked: CardAuthorisation | None = None) -> list[CardEntry]:
        self.taken += 1
        return cards.give_back(
            card=self.card, authorisation=asked, taken=Taken(f"ipi_{self.taken}", pence, "Hotel Aldermere")
        )

    def there(self) -> list[tuple[int, int]]:
        """Available and held of each pot, in order."""
        return [(ledger.balance(p.available), ledger.balance(p.held)) for p in self.account.pots.order_by("position")]

    def beyond(self) -> int:
        return sum(ledger.balances_of(LedgerKind.CARD_SHORTFALL).values())

    def shops(self) -> int:
        return ledger.balance(ledger.council_account(LedgerKind.CARD_SETTLED))

    def state(self) -> tuple[str, int, int]:
        self.asked.refresh_from_db()
        return self.asked.state, self.asked.captured_pence, self.asked.refunded_pence


@pytest.fixture(autouse=True)
def _clean_books():
    yield
    assert {finding.rule: finding.faults for finding in audits.all_findings() if finding.faults} == {}


def test_taken_in_parts_then_the_rest_let_go():
    till = Till(1_000)
    asked = till.ask(900)
    till.take(300, asked=asked, is_last=False)
    assert (till.state(), till.there(), card_holds.by_pot()[till.card.pot_id]) == (
        ("approved", 300, 0),
        [(100, 600)],
        600,
    )
    till.take(200, asked=asked, is_last=False)
    cards.release(authorisation=asked)
    assert (till.state(), till.there(), till.shops()) == (("captured", 500, 0), [(500, 0)], 500)


def test_taking_more_than_was_promised_comes_from_what_is_free():
    till = Till(1_000, 200)
    till.take(1_100, asked=till.ask(900))
    assert (till.state(), till.there(), till.beyond()) == (("captured", 1_100, 0), [(0, 0), (100, 0)], 0)


def test_taking_more_than_there_is_is_booked_beyond_and_never_from_money_for_emergencies():
    till = Till(1_000, contingency=5_000)
    entry = till.take(1_250, asked=till.ask(900))
    assert (till.there(), till.beyond(), entry.beyond_pence) == ([(0, 0), (5_000, 0)], -250, 250)
    assert AuditLine.objects.get(action="card.beyond").detail == {"pence": 250}
    till.back(300, asked=till.asked)  # what was taken last, beyond what there was, is made good first
    assert (till.there(), till.beyond(), till.state()) == ([(50, 0), (5_000, 0)], 0, ("captured", 1_250, 300))


def test_a_shop_that_never_asked_is_booked_all_the_same():
    till = Till(1_000)
    forced = till.take(400).authorisation
    assert (forced.is_forced, forced.state, forced.pence, till.there()) == (True, "captured", 400, [(600, 0)])


def test_a_shop_that_was_told_no_and_takes_it_is_a_purchase_of_its_own():
    till = Till(300)
    declined = till.ask(500)
    entry = till.take(500, asked=declined)
    assert (entry.authorisation_id == declined.pk, entry.authorisation.is_forced) == (False, True)
    assert (till.state(), till.there(), till.beyond()) == (("declined", 0, 0), [(0, 0)], -200)


def test_a_promise_grows_and_the_same_request_for_more_has_the_same_answer():
    till = Till(1_000)
    asked = till.ask(300)
    grown = [cards.increase(authorisation=asked, to_pence=700) for _ in range(3)]
    assert {(each.pk, each.pence, each.state) for each in grown} == {(asked.pk, 700, "approved")}
    refused = [cards.increase(authorisation=asked, to_pence=1_100) for _ in range(3)]
    assert {(each.state, each.pence, each.decline_reason, each.increases_id) for each in refused} == {
        ("declined", 400, Reason.NOT_ENOUGH, asked.pk)
    }
    assert (refused[0].declined.short_by_pence, till.there()) == (100, [(300, 700)])
    till.take(700, asked=asked)
    assert till.state() == ("captured", 700, 0)
    with pytest.raises(WrongStep):
        cards.increase(authorisation=asked, to_pence=900)


def test_a_promise_shrinks_and_grows_again_to_the_same_sum():
    till = Till(1_000)
    asked = till.ask(500)
    for _ in range(2):
        assert cards.release(authorisation=asked, to_pence=300) is True
        assert cards.release(authorisation=asked, to_pence=300) is False
        cards.increase(authorisation=CardAuthorisation.objects.get(pk=asked.pk), to_pence=500)
    assert till.there() == [(500, 500)]


def test_what_no_shop_ever_took_is_free_again_and_may_still_be_taken_late():
    till = Till(1_000)
    asked = till.ask(600)
    cards.expire(authorisation=asked)
    cards.expire(authorisation=asked)
    assert (till.state(), till.there()) == (("expired", 0, 0), [(1_000, 0)])
    till.take(600, asked=asked)
    assert (till.state(), till.there()) == (("captured", 600, 0), [(400, 0)])


def test_a_refund_without_a_purchase_goes_to_the_cards_own_pot_and_has_words():
    till = Till(100)
    [entry] = till.back(250)
    assert (till.there(), entry.authorisation) == ([(350, 0)], None)
    assert memos.words([f"card_refund:{entry.pk}"]) == {f"card_refund:{entry.pk}": "Hotel Aldermere"}


def test_a_refund_of_more_than_was_taken_is_two_entries():
    till = Till(500)
    till.take(200, asked=till.ask(200))
    entries = till.back(260, asked=till.asked)
    assert [(entry.pence, bool(entry.authorisation)) for entry in entries] == [(200, True), (60, False)]
    assert (till.there(), till.state()) == ([(560, 0)], ("captured", 200, 200))


def test_each_of_them_told_five_times_happens_once():
    till = Till(1_000)
    asked = till.ask(500)
    for _ in range(5):
        cards.take(card=till.card, authorisation=asked, taken=Taken("t1", 500, "Shop"))
        cards.give_back(card=till.card, authorisation=asked, taken=Taken("t2", 120, "Shop"))
        cards.give_back(card=till.card, taken=Taken("t3", 7, "Shop"))
    assert (till.there(), CardEntry.objects.count()) == ([(627, 0)], 3)


def test_what_a_shop_abroad_asked_is_kept_beside_what_it_costs_here():
    till = Till(1_000)
    asked = cards.authorise(
        card=till.card,
        reference="fr",
        merchant="Pharmacie",
        pence=862,
        **cards.foreign("eur", 1_000),
    )
    entry = cards.take(
        card=till.card, authorisation=asked, taken=Taken("fr1", 871, "Pharmacie", currency="eur", minor_units=1_000)
    )
    assert (asked.merchant_currency, asked.merchant_minor_units) == ("eur", 1_000)
    assert (entry.merchant_currency, entry.merchant_minor_units, till.there()) == ("eur", 1_000, [(129, 0)])
    assert cards.foreign("gbp", 5) == {}


def in_part(till: Till, one: CardAuthorisation, taken: Taken) -> None:
    cards.take(card=till.card, authorisation=one, taken=taken, is_last=False)


def too_much(till: Till, one: CardAuthorisation, taken: Taken) -> None:
    cards.take(card=till.card, authorisation=one, taken=Taken(taken.reference, one.pence + taken.pence, "Shop"))


def grow(till: Till, one: CardAuthorisation, taken: Taken) -> None:
    if one.state == "approved":
        cards.increase(authorisation=one, to_pence=one.pence + taken.pence)


def shrink(till: Till, one: CardAuthorisation, taken: Taken) -> None:
    cards.release(authorisation=one, to_pence=max(one.pence - taken.pence, 0))


THINGS = {
    "take": lambda till, one, taken: cards.take(card=till.card, authorisation=one, taken=taken),
    "take part": in_part,
    "take more": too_much,
    "force": lambda till, one, taken: cards.take(card=till.card, taken=taken),
    "grow": grow,
    "shrink": shrink,
    "end": lambda till, one, taken: cards.expire(authorisation=one),
    "back": lambda till, one, taken: cards.give_back(card=till.card, authorisation=one, taken=taken),
    "back lone": lambda till, one, taken: cards.give_back(card=till.card, taken=taken),
}
STEPS = st.lists(st.tuples(st.sampled_from(["ask", *THINGS]), st.integers(1, 700)), max_size=14)


@given(pots=st.lists(st.integers(0, 900), min_size=1, max_size=3), steps=STEPS)
@settings(max_examples=60, deadline=None)
def test_whatever_happens_in_whatever_order_the_books_are_clean(pots, steps):
    with transaction.atomic():
        till, asked = Till(*pots), []
        for number, (step, pence) in enumerate(steps):
            if step == "ask" or not asked:
                asked.append(cards.authorise(card=till.card, reference=f"a{number}", merchant="Shop", pence=pence))
            else:
                one = CardAuthorisation.objects.get(pk=asked[pence % len(asked)].pk)
                THINGS[step](till, one, Taken(f"n{number}", pence, "Shop"))
        assert {finding.rule: finding.faults for finding in audits.all_findings() if finding.faults} == {}
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        (1_100, "Hotel Aldermere took less than it asked for"),
        (1_700, "Hotel Aldermere took more than was held for it"),
    ],
)
def test_a_statement_says_whether_a_shop_took_less_or_more(taken, words):
    till = Till(5_000)
    till.take(taken, asked=till.ask(1_200))
    today = timezone.localdate()
    made = statements.between(Holding("budget", list(till.account.pots.all()), {}), today, today)
    assert [(line.words, line.pence) for line in made.free.lines][-1] == (words, 1_200 - taken)
    assert made.held.lines[-1].words == "Paid to Hotel Aldermere"

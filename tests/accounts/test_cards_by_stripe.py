"""Cards issued by Stripe, played on our fake over HTTP: what it believes and what our books say agree in the end."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import audits, card_events, ledger, outside, reconciling, webhooks
from accounts.actions import cards
from accounts.actions.cards import CardRefused, issuing
from accounts.models import Card, CardAuthorisation, CardEntry, Intent, OutsideEvent
from accounts.stripe import card_money
from accounts.stripe.issuing import StripeIssuer
from tests.factories import money
from tests.fake_stripe.fixtures import by_client

pytestmark = pytest.mark.django_db


class World:
    def __init__(self, fake, client) -> None:
        self.fake, self.post, self.hours = fake, by_client(client), 0
        fake.purchases.post = self.post
        self.account = money.card_account(10_000)
        person = self.account.person
        person.address, person.postcode = "1 Mill Lane, Aldermere", "AM1 1AA"
        person.save()
        self.card = self.new_card()

    def new_card(self, **words) -> Card:
        made = money.card(self.account, phone="+447700900123", **words)
        assert made.state == "ordered"
        self.work()
        made.refresh_from_db()
        return made

    def work(self) -> None:
        """Deliver what waits, and do and book what is due two hours after the last time."""
        self.fake.webhooks.deliver(self.post)
        self.hours += 2
        later = timezone.now() + timedelta(hours=self.hours)
        outside.do_due(later)
        self.fake.webhooks.deliver(self.post)
        webhooks.do_due(later)

    def there(self) -> tuple[int, int]:
        pot = self.account.pots.get()
        return ledger.balance(pot.available), ledger.balance(pot.held)

    def states(self) -> list[tuple[str, int, int, int]]:
        rows = CardAuthorisation.objects.order_by("pk")
        return [(each.state, each.pence, each.captured_pence, each.refunded_pence) for each in rows]


@pytest.fixture
def world(fake_stripe, client, settings) -> World:
    settings.CARD_ISSUER = "stripe"
    yield World(fake_stripe, client)
    assert {finding.rule: finding.faults for finding in audits.all_findings() if finding.faults} == {}
    assert OutsideEvent.objects.filter(state="waiting").count() == 0


def test_a_card_is_made_there_and_follows_what_is_done_here(world):
    card = world.card
    assert (card.state, len(card.last4), card.issuer_reference[:3]) == ("active", 4, "ic_")
    theirs = world.fake.store.get("issuing.card", card.issuer_reference)
    assert theirs["status"] == "active"
    cards.freeze(card=card, by=card.holder)
    cards.set_phone(card=card, phone="+447700900456", by=card.holder)
    world.work()
    assert theirs["status"] == "inactive"
    assert world.fake.store.get("issuing.cardholder", theirs["cardholder"]["id"])["phone_number"] == "+447700900456"
    newer = cards.replace(card=card, ended=Card.Ended.LOST, by=card.holder)
    world.work()
    newer.refresh_from_db()
    assert (newer.state, newer.replaces, theirs["status"]) == ("active", card, "canceled")


def test_a_plastic_card_works_once_its_holder_says_that_it_has_come(world):
    card = world.new_card(kind=Card.Kind.PHYSICAL)
    assert (card.state, world.fake.purchases.authorise(card.issuer_reference, 100)["approved"]) == ("posted", False)
    cards.arrived(card=card, by=card.holder)
    world.work()
    assert world.fake.purchases.authorise(card.issuer_reference, 100)["approved"] is True
    world.work()


def test_a_reply_that_is_lost_makes_no_second_card(world):
    world.fake.set(drop_next_reply=3)
    card = world.new_card(kind=Card.Kind.PHYSICAL)
    world.work()
    world.work()
    card.refresh_from_db()
    assert card.state == "posted"
    assert len(world.fake.store.all("issuing.card")) == 2


def test_asked_then_taken_then_given_back(world):
    shops, card = world.fake.purchases, world.card.issuer_reference
    asked = shops.authorise(card, 2_500)
    assert (asked["approved"], world.there()) == (True, (7_500, 2_500))
    taken = shops.capture(asked["id"], 2_000)
    world.work()
    assert (world.states(), world.there()) == ([("captured", 2_500, 2_000, 0)], (8_000, 0))
    shops.refund(taken["id"], 500)
    shops.refund(taken["id"], 300, linked=False)
    world.work()
    assert (world.states(), world.there()) == ([("captured", 2_500, 2_000, 500)], (8_800, 0))


def test_what_is_declined_here_is_declined_there_and_said_once(world):
    cards.freeze(card=world.card, by=world.card.holder)
    declined = world.fake.purchases.authorise(world.card.issuer_reference, 100, copies=5)
    world.work()
    assert declined["approved"] is False
    assert CardAuthorisation.objects.get().decline_reason == "card_frozen"


STORIES = {
    "in parts": lambda shops, asked, card: [shops.capture(asked, 400, more=True), shops.capture(asked, 500)],
    "more than promised": lambda shops, asked, card: [shops.capture(asked, 1_300)],
    "more and more": lambda shops, asked, card: [shops.increment(asked, 700), shops.capture(asked)],
    "less": lambda shops, asked, card: [shops.reverse(asked, 400), shops.capture(asked)],
    "given up": lambda shops, asked, card: [shops.reverse(asked)],
    "never taken": lambda shops, asked, card: [shops.expire(asked)],
    "without asking": lambda shops, asked, card: [shops.force_capture(card, 250), shops.reverse(asked)],
    "refund alone": lambda shops, asked, card: [shops.unlinked_refund(card, 90), shops.capture(asked)],
    "in euros": lambda shops, asked, card: [
        shops.force_capture(card, 871, currency="eur", minor_units=1_000),
        shops.capture(asked, 1_000),
    ],
}


@pytest.mark.parametrize("story", STORIES)
def test_whatever_the_order_and_the_number_of_times_the_end_is_the_same(world, story):
    """Told twice each and shuffled, with the same end as what they hold to be true."""
    random.seed(story)
    world.fake.set(duplicates=1, shuffle=True)
    shops, card = world.fake.purchases, world.card.issuer_reference
    asked = shops.authorise(card, 1_000)["id"]
    STORIES[story](shops, asked, card)
    world.work()
    world.work()
    theirs = {each["id"]: abs(each["amount"]) for each in world.fake.store.all("issuing.transaction")}
    ours = dict(CardEntry.objects.values_list("issuer_reference", "pence"))
    signs = {each["id"]: each["amount"] for each in world.fake.store.all("issuing.transaction")}
    assert (ours, world.there()) == (theirs, (10_000 + sum(signs.values()), 0))


def test_two_days_of_silence_are_caught_up_with_to_the_penny(world):
    world.fake.set(silent=True)
    shops, card = world.fake.purchases, world.card.issuer_reference
    asked = [shops.authorise(card, pence)["id"] for pence in (500, 700, 900)]
    shops.capture(asked[0])
    shops.reverse(asked[1])
    shops.force_capture(card, 333)
    world.work()
    assert world.there() == (10_000 - 2_100, 2_100)
    world.fake.set(silent=False, shuffle=True)
    world.work()
    world.work()
    assert world.there() == (10_000 - 500 - 900 - 333, 900)
    shops.expire(asked[2])
    world.work()


def test_without_an_address_none_is_ordered_that_they_would_refuse(world):
    person = world.account.person
    person.address = person.postcode = ""
    person.save()
    with pytest.raises(CardRefused, match="where the person lives"):
        cards.give_up(card=world.card, ended=Card.Ended.DAMAGED, by=world.card.holder, kind=Card.Kind.VIRTUAL)


def test_of_two_changes_that_pass_one_another_the_later_stays(world, monkeypatch):
    """The freeze is on its way when the card is unfrozen, and reaches them last."""
    card, freeze = world.card, StripeIssuer.freeze

    def late(issuer, reference):
        cards.unfreeze(card=card, by=card.holder)
        freeze(issuer, reference)

    cards.freeze(card=card, by=card.holder)
    monkeypatch.setattr(StripeIssuer, "freeze", late)
    outside.carry_out(Intent.objects.get(kind="card_state"))
    assert world.fake.store.get("issuing.card", card.issuer_reference)["status"] == "active"


def test_while_they_do_not_answer_a_freeze_still_counts_at_once_and_reaches_them_later(world):
    world.fake.set(down=True)
    cards.freeze(card=world.card, by=world.card.holder)
    world.work()
    assert Intent.objects.get(kind="card_state").state == "planned"
    world.fake.set(down=False)
    assert world.fake.purchases.authorise(world.card.issuer_reference, 100)["approved"] is False
    outside.do_due(timezone.now() + timedelta(days=1))
    world.work()
    assert world.fake.store.get("issuing.card", world.card.issuer_reference)["status"] == "inactive"


def test_a_card_that_was_made_is_looked_for_once_its_key_is_forgotten(world):
    """Stripe keeps keys for a day, and was gone for two."""
    world.fake.set(drop_next_reply=4)  # that the old card is stopped, and that the new one is made: each asked twice
    card = cards.replace(card=world.card, ended=Card.Ended.DAMAGED, by=world.card.holder)
    outside.do_due(timezone.now())
    assert (card.state, len(world.fake.store.all("issuing.card"))) == ("ordered", 2)
    world.fake.keys.kept.clear()
    outside.do_due(timezone.now() + timedelta(hours=48))
    card.refresh_from_db()
    assert (card.state, len(world.fake.store.all("issuing.card"))) == ("active", 2)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("webhook_timeout", "try_again"),
        ("webhook_error", "try_again"),
        ("verification_failed", "not_checked"),
        ("pin_blocked", "not_checked"),
        ("insufficient_funds", "council_short"),
        ("spending_controls", "card_company"),
        ("suspected_fraud", "card_company"),
        ("card_inactive", "card_company"),  # in our books it is active
        ("card_expired", "card_expired"),
    ],
)
def test_what_the_card_company_refuses_by_itself_is_told_as_its_own(world, theirs, ours):
    assert card_events.reason_of(world.card, theirs) == ours


def test_that_they_think_it_is_frozen_is_told_so_where_it_is(world):
    cards.freeze(card=world.card, by=world.card.holder)
    world.card.refresh_from_db()
    assert card_events.reason_of(world.card, "card_inactive") == "card_frozen"


def test_the_councils_empty_account_and_their_own_limit_are_no_slowness_of_ours(world):
    world.fake.set(is_short=True)
    world.fake.purchases.authorise(world.card.issuer_reference, 640)
    world.fake.set(is_short=False)
    world.fake.purchases.authorise(world.card.issuer_reference, 99_999_999)
    world.work()
    found = CardAuthorisation.objects.order_by("pk").values_list("state", "decline_reason")
    assert list(found) == [("declined", "council_short"), ("declined", "card_company")]
    assert world.there() == (10_000, 0)


def test_more_that_was_refused_is_looked_at_anew_when_the_shop_asks_again(world):
    shops, holder = world.fake.purchases, world.card.holder
    cards.set_limits(card=world.card, per_purchase_pence=1_000, per_week_pence=None, by=holder)
    asked = shops.authorise(world.card.issuer_reference, 800)
    shops.increment(asked["id"], 700, copies=3)
    assert world.states() == [("approved", 800, 0, 0), ("declined", 700, 0, 0)]
    cards.set_limits(card=world.card, per_purchase_pence=2_000, per_week_pence=None, by=holder)
    shops.increment(asked["id"], 700, copies=3)
    assert world.states() == [("approved", 1_500, 0, 0), ("declined", 700, 0, 0)]
    assert world.there() == (8_500, 1_500)


def test_a_yes_that_came_too_late_holds_nothing(world):
    """They waited two seconds, and said no to the shop: so nothing stays held."""
    shops = world.fake.purchases
    post = world.post

    def slow(endpoint: str, body: bytes, sign: str):
        _status, headers, _ = post(endpoint, body, sign)
        return 504, headers, b""

    shops.post = slow
    asked = shops.authorise(world.card.issuer_reference, 1_000)
    assert (asked["approved"], world.there()) == (False, (9_000, 1_000))
    world.work()
    assert world.there() == (10_000, 0)


def test_a_question_that_never_reached_us_is_written_down_and_explained(world):
    world.fake.purchases.post = lambda endpoint, body, sign: (0, {}, b"")
    world.fake.purchases.authorise(world.card.issuer_reference, 1_000)
    world.work()
    assert CardAuthorisation.objects.get().decline_reason == "try_again"


def test_an_answer_that_was_lost_and_a_new_telephone_meanwhile_make_one_card_with_the_new_number(world):
    card = ordered(world)
    issuing._make(Intent.objects.get(subject=f"card:{card.pk}"))  # it was made there, and we died
    Intent.objects.filter(subject=f"card:{card.pk}").update(attempts=1, first_tried_at=timezone.now())
    cards.set_phone(card=card, phone="+447700900777", by=card.holder)
    world.work()
    world.work()
    card.refresh_from_db()
    theirs = world.fake.store.get("issuing.card", card.issuer_reference)
    assert (card.state, len(world.fake.store.all("issuing.card"))) == ("posted", 2)
    assert world.fake.store.get("issuing.cardholder", theirs["cardholder"]["id"])["phone_number"] == "+447700900777"


def test_a_telephone_that_changes_while_the_card_is_made_is_the_one_the_code_goes_to(world):
    card = ordered(world)
    intent = Intent.objects.get(subject=f"card:{card.pk}")
    made, answer = issuing._make(intent)
    cards.set_phone(card=card, phone="+447700900777", by=card.holder)
    outside.do_due(timezone.now() + timedelta(seconds=1))  # too early for the telephone: it waits
    outside.answered(intent, made, answer)
    world.work()
    theirs = world.fake.store.get("issuing.card", made)
    assert world.fake.store.get("issuing.cardholder", theirs["cardholder"]["id"])["phone_number"] == "+447700900777"


def ordered(world) -> Card:
    account = world.account
    return cards.issue(
        account=account,
        holder=account.person.user,
        pot=account.pots.get(),
        by=account.person.user,
        kind=Card.Kind.PHYSICAL,
        phone="+447700900123",
    )


def test_what_is_told_late_while_a_shop_asks_for_more_does_not_shorten_the_hold(world):
    """We have said yes to more, and they have not heard it yet: what they tell then is of before."""
    shops, post = world.fake.purchases, world.post
    asked = shops.authorise(world.card.issuer_reference, 1_000)

    def late(endpoint: str, body: bytes, sign: str):
        answer = post(endpoint, body, sign)
        world.fake.webhooks.deliver(post)
        webhooks.do_due(timezone.now() + timedelta(hours=3))
        return answer

    shops.post = late
    shops.increment(asked["id"], 700)
    assert world.there() == (8_300, 1_700)
    shops.post = post
    world.work()
    world.work()
    assert (world.there(), world.states()) == ((8_300, 1_700), [("approved", 1_700, 0, 0)])


def test_what_was_fetched_before_we_said_yes_to_more_is_looked_at_again(world, monkeypatch):
    shops = world.fake.purchases
    asked = shops.authorise(world.card.issuer_reference, 1_000)
    real = card_money.authorisation

    def slow(reference: str):
        told = real(reference)
        monkeypatch.undo()
        shops.increment(asked["id"], 700)
        return told

    monkeypatch.setattr(card_money, "authorisation", slow)
    world.work()
    assert world.there() == (8_300, 1_700)
    world.work()
    world.work()
    assert world.there() == (8_300, 1_700)


def test_a_shop_that_only_looks_whether_the_card_works_is_told_so_and_nothing_is_held(world):
    """A subscription, a telephone's wallet: nothing is asked, so an empty pot does not matter, and a rule does."""
    shops, card = world.fake.purchases, world.card.issuer_reference
    shops.authorise(card, 10_000)
    assert shops.authorise(card, 0, copies=3)["approved"] is True
    world.work()
    assert (world.states(), world.there()) == ([("approved", 10_000, 0, 0)], (0, 10_000))
    compared = reconciling.compare(timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1))
    assert [found.kind for found in compared.found] == []
    cards.freeze(card=world.card, by=world.card.holder)
    world.work()
    shops.cards.refusal = lambda card, pence: ""  # they ask all the same
    assert shops.authorise(card, 0)["approved"] is False
    world.work()
    assert [each.decline_reason for each in CardAuthorisation.objects.filter(state="declined")] == ["card_frozen"]

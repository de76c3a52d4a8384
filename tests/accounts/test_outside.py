"""What we ask of a company outside is asked by the same key until it is done, and booked once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts import outside
from accounts.models import Intent
from accounts.stripe.client import Rejected, Unreachable
from design.registry import Registry

pytestmark = pytest.mark.django_db


class Company:
    """It makes one thing for each key, and fails as it is told to."""

    def __init__(self) -> None:
        self.made: dict[str, str] = {}
        self.booked: list[str] = []
        self.refused: list[str] = []
        self.trouble: list[Exception] = []
        self.after: list[Exception] = []

    def call(self, intent: Intent) -> outside.Made:
        if self.trouble:
            raise self.trouble.pop()
        made = self.made.setdefault(intent.key, f"tr_{len(self.made) + 1}")
        if self.after:
            raise self.after.pop()  # the work is done, and the answer is lost
        return made, made

    def find(self, intent: Intent) -> outside.Made | None:
        made = self.made.get(intent.key)
        return (made, made) if made else None


@pytest.fixture
def company(monkeypatch) -> Company:
    one = Company()
    registry = Registry("what is done outside")
    monkeypatch.setattr(outside, "_kinds", registry)
    kind = outside.Kind(
        one.call,
        lambda intent, answer: one.booked.append(answer),
        lambda intent, why: one.refused.append(why.code),
        one.find,
    )
    registry.register("transfer", kind)
    return one


def planned(key: str = "k1", pence: int = 5) -> Intent:
    return outside.plan("transfer", key=key, subject="line:1", params={"pence": pence})


def test_it_is_done_once_and_booked_once(company):
    intent = planned()
    for _ in range(3):
        intent = outside.carry_out(intent)
    assert (intent.state, intent.outside_id, intent.attempts, company.booked) == ("done", "tr_1", 1, ["tr_1"])


def test_the_same_key_is_the_same_intent_and_never_another(company):
    assert planned().pk == planned().pk
    with pytest.raises(ValueError, match="already stands for something else"):
        planned(pence=6)
    with pytest.raises(LookupError):
        outside.plan("nothing", key="x", subject="s", params={})


def test_an_answer_that_was_lost_is_asked_for_again_by_the_same_key(company):
    company.after = [Unreachable("dropped")]
    intent = outside.carry_out(planned())
    assert (intent.state, company.booked) == ("planned", [])
    assert outside.do_due(intent.next_try_at) == "1 of 1 done"
    assert (company.made, company.booked) == ({"k1": "tr_1"}, ["tr_1"])


def test_it_is_tried_less_and_less_often(company):
    company.trouble = [Unreachable("down")] * 12
    intent, pauses = planned(), []
    for _ in range(12):
        at = intent.next_try_at
        intent = outside.carry_out(intent, at=at)
        pauses.append((intent.next_try_at - at).total_seconds())
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (15, 3_600)


def test_once_they_are_gone_the_clock_does_not_wait_for_each_of_a_long_row(company):
    for number in range(9):
        planned(f"k{number}")
    company.trouble = [Unreachable("down")] * 9
    later = timezone.now() + timedelta(hours=1)
    assert outside.do_due(later) == "0 of 9 done"
    assert Intent.objects.filter(attempts=1).count() == outside.GONE_AFTER
    company.trouble = []
    assert outside.do_due(later) == "6 of 6 done"
    assert outside.do_due(later + timedelta(hours=1)) == "3 of 3 done"


def test_a_refusal_ends_it_with_its_reason(company):
    company.trouble = [Rejected("balance_insufficient", "no")]
    intent = outside.carry_out(planned())
    assert (intent.state, intent.why, company.refused) == ("refused", "balance_insufficient", ["balance_insufficient"])
    assert outside.do_due(timezone.now() + timedelta(days=1)) == "0 of 0 done"


def test_while_one_try_is_under_way_there_is_no_other(company):
    intent = planned()
    taken = Intent.objects.get(pk=intent.pk)
    assert outside._claimed(taken, timezone.now()) is True
    outside.carry_out(intent)
    outside.carry_out(Intent.objects.get(pk=intent.pk))
    assert company.made == {}
    assert outside.do_due(timezone.now() + outside.LEASE + timedelta(seconds=1)) == "1 of 1 done"  # it died


def test_a_try_that_took_longer_than_its_lease_books_nothing_twice(company, monkeypatch):
    intent = planned()

    def slow(mine: Intent) -> outside.Made:
        outside.carry_out(Intent.objects.get(pk=mine.pk), at=timezone.now() + outside.LEASE * 2)
        return "tr_1", "late"

    company.made["k1"] = "tr_1"
    registry = Registry("what is done outside")
    calls = iter([slow, company.call])
    registry.register(
        "transfer",
        outside.Kind(
            lambda mine: next(calls)(mine),
            lambda mine, answer: company.booked.append(answer),
            lambda mine, why: None,
        ),
    )
    monkeypatch.setattr(outside, "_kinds", registry)
    assert outside.carry_out(intent).state == "done"
    assert company.booked == ["tr_1"]


def test_once_a_key_is_forgotten_outside_what_it_made_is_looked_for(company):
    company.after = [Unreachable("dropped")]
    intent = outside.carry_out(planned())
    company.trouble = [AssertionError("asked again, and a second one would have been made")]
    assert outside.do_due(timezone.now() + timedelta(hours=30)) == "1 of 1 done"
    intent.refresh_from_db()
    assert (intent.outside_id, company.booked) == ("tr_1", ["tr_1"])


def test_only_what_nobody_has_tried_can_be_dropped(company):
    one, other = planned("k1"), planned("k2")
    company.after = [Unreachable("dropped")]
    outside.carry_out(other)
    assert (outside.drop(one), outside.drop(other), outside.drop(one)) == (True, False, False)
    one.refresh_from_db()
    assert (one.state, outside.carry_out(one).state) == ("dropped", "dropped")


def test_a_booking_that_fails_leaves_it_to_be_done(company, monkeypatch):
    def fails(intent: Intent, answer: object) -> None:
        raise RuntimeError("the books are shut")

    registry = Registry("what is done outside")
    registry.register("transfer", outside.Kind(company.call, fails, lambda intent, why: None))
    monkeypatch.setattr(outside, "_kinds", registry)
    intent = planned()
    with pytest.raises(RuntimeError):
        outside.carry_out(intent)
    intent.refresh_from_db()
    assert (intent.state, intent.outside_id) == ("planned", "")


@pytest.mark.django_db(transaction=True)
def test_nobody_is_asked_inside_a_transaction(company):
    intent = planned()
    with transaction.atomic(), pytest.raises(RuntimeError, match="No call to the outside"):
        outside.carry_out(intent)
    assert (outside.carry_out(intent).state, company.booked) == ("done", ["tr_1"])


def test_one_that_breaks_does_not_stop_the_rest(company):
    def breaks(intent: Intent) -> outside.Made:
        raise RuntimeError("not what we thought")

    outside._kinds.register("odd", outside.Kind(breaks, lambda intent, answer: None, lambda intent, why: None))
    now = timezone.now()
    outside.plan("odd", key="odd", subject="line:0", params={}, at=now - timedelta(hours=1))
    planned()
    assert (outside.do_due(now + timedelta(minutes=1)), company.booked) == ("1 of 2 done", ["tr_1"])


def test_a_key_that_stands_for_other_words_of_ours_is_looked_for_and_not_refused(company):
    """The answer was lost, and what is sent has changed since: an address, a telephone."""
    one, other = planned("k1"), planned("k2")
    company.made["k1"] = "tr_before"
    for intent in (one, other):
        company.trouble = [Rejected("idempotency_error", "")]
        outside.carry_out(intent)
    assert ((one.state, one.outside_id), (other.state, other.why)) == (
        ("done", "tr_before"),
        ("refused", "idempotency_error"),
    )
    assert (company.booked, company.refused) == (["tr_before"], ["idempotency_error"])

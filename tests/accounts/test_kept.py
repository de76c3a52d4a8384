"""Queries that Django made once: the same rows as Django's own, each time with other values."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import CharField, DateField
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.kept import Given, Kept, KeptInsert, execute, together
from accounts.models import Card, CardAccount, OutsideEvent, User
from tests.factories import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards():
    return [money.card(money.card_account(100_00)) for _ in range(3)]


def event(number: int, **more: object) -> OutsideEvent:
    now = timezone.now()
    words = {"endpoint": "issuing", "type": "charge.refunded", "made_at": now, "received_at": now, "next_try_at": now}
    return OutsideEvent(event_id=f"evt_{number}", **words | more)


def of_account():
    account = Given("account", CardAccount._meta.pk)
    return Card.objects.filter(account_id=account).select_related("account__person", "holder").order_by("pk")


def test_instances_are_as_the_queryset_reads_them_with_what_was_joined_and_what_was_left_out(cards):
    kept = Kept(lambda: of_account().only("state", "account__person", "holder__is_active", "expires_on"))
    for card in cards:
        with CaptureQueriesContext(connection) as asked:
            [found] = kept(account=card.account_id)
            assert (found, found.account, found.account.person) == (card, card.account, card.account.person)
            assert (found.state, found.expires_on, found.holder.is_active) == (card.state, card.expires_on, True)
        assert len(asked) == 1
        assert found.get_deferred_fields() >= {"phone", "last4"}
        assert found.phone == card.phone


def test_tuples_have_their_values_in_pythons_kinds(cards):
    kept = Kept(lambda: of_account().values_list("pk", "expires_on", "issued_at", "holder__is_active"))
    for card in cards:
        assert kept(account=card.account_id) == [(card.pk, card.expires_on, card.issued_at, True)]
    named = Kept(lambda: of_account().values_list("pk", "last4", named=True))
    assert [row.last4 for row in named(account=cards[0].account_id)] == [cards[0].last4]
    flat = Kept(lambda: of_account().values_list("expires_on", flat=True))
    assert flat(account=cards[0].account_id) == [cards[0].expires_on]


def test_given_words_and_days_are_bound_and_what_was_fixed_stays(cards):
    on = Given("on", DateField())
    kept = Kept(
        lambda: Card.objects.filter(issuer="sandbox", issuer_reference=Given("name", CharField()), expires_on__gte=on)
    )
    card, last = cards[1], cards[1].expires_on
    assert kept(name=card.issuer_reference, on=last) == [card]
    assert kept(name=card.issuer_reference, on=last + timedelta(days=1)) == []
    assert kept(name="x'; DROP TABLE accounts_card; --%s", on=last) == []
    with pytest.raises(KeyError):
        kept(name=card.issuer_reference)


def test_it_runs_once_each_time_and_sees_what_changed(cards, django_assert_num_queries):
    kept = Kept(of_account)
    account = cards[0].account_id
    for state in (Card.State.FROZEN, Card.State.ACTIVE):
        Card.objects.filter(account=account).update(state=state)
        with django_assert_num_queries(1):
            assert [card.state for card in kept(account=account)] == [state]


def test_a_row_is_written_as_by_django_and_has_its_key_where_that_is_wanted():
    row = KeptInsert(OutsideEvent, wanted=True)(event(1, object_id="pi_1"))
    assert (row.pk is not None, row._state.adding) == (True, False)
    found = OutsideEvent.objects.get(pk=row.pk)
    for field in OutsideEvent._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(row, field.attname)
    assert KeptInsert(OutsideEvent)(event(2)).pk is None
    assert OutsideEvent.objects.count() == 2


def test_a_row_that_is_there_is_refused_or_let_be():
    keep, let_be = KeptInsert(OutsideEvent), KeptInsert(OutsideEvent, ignored=True)
    keep(event(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(event(1))
    let_be(event(1, object_id="other"))
    let_be(event(2))
    assert [*OutsideEvent.objects.order_by("pk").values_list("event_id", "object_id")] == [("evt_1", ""), ("evt_2", "")]


def test_what_is_asked_together_is_answered_each_for_itself_and_in_its_turn(cards):
    kept, write = Kept(of_account), KeptInsert(OutsideEvent)
    events = Kept(lambda: OutsideEvent.objects.filter(event_id=Given("name", CharField())).values_list("pk", "type"))
    with together():
        before = events.ask(name="evt_1")
        write(event(1))
        answers = [kept.ask(account=card.account_id) for card in cards]
        after = events.ask(name="evt_1")
    assert [answer() for answer in answers] == [[card] for card in cards]
    assert (before(), [kind for _, kind in after()]) == ([], ["charge.refunded"])


def test_one_that_fails_among_several_is_djangos_error_and_the_transaction_around_lives(cards):
    write = KeptInsert(OutsideEvent)
    write(event(1))
    with pytest.raises(IntegrityError), transaction.atomic(), together():
        write(event(1))
        Kept(of_account).ask(account=cards[0].account_id)
    assert User.objects.exists()
    if connection.vendor == "postgresql":
        with pytest.raises(OperationalError), transaction.atomic():
            execute("SET LOCAL statement_timeout = 5", [])
            with together():
                execute("SELECT pg_sleep(1)", [])


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite prepares each statement for itself")
def test_the_server_keeps_it_after_a_few_times(cards):
    connection.connection.prepare_threshold = 3
    kept = Kept(of_account)
    for card in [*cards, *cards]:
        kept(account=card.account_id)
    [[times]] = execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%accounts_card%"])
    assert times == 1

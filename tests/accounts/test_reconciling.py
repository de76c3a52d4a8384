"""Our rows and Stripe's objects are compared both ways; what differs is kept until it is gone or explained."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts import reconciling
from accounts.actions import cards, emergency_files, payment_files, reconcile, transfers
from accounts.actions.cards import Taken
from accounts.actions.reconcile import DifferenceRefused, NoKey
from accounts.models import Card, Difference, Intent, PayoutAccount, ReconcileRun
from accounts.models import PaymentFileLine as Line
from accounts.reconciling import Row, What, differences
from accounts.stripe import connect
from tests.factories import accounts as make
from tests.factories import money, stripe

pytestmark = pytest.mark.django_db
T = datetime(2026, 4, 1, tzinfo=UTC)
SINCE, UNTIL = T - timedelta(days=1), T + timedelta(days=1)


def row(name="tr_1", pence=100, state="sent", at=T, **more):
    return Row(name, pence, state, at, **more)


def found(ours, theirs):
    return [(one.what, one.object_id) for one in differences("transfer", ours, theirs, SINCE, UNTIL)]


@pytest.mark.parametrize(
    ("ours", "theirs", "right"),
    [
        ([row()], [row()], []),
        ([row()], [], [(What.MISSING_THERE, "tr_1")]),
        ([], [row()], [(What.MISSING_HERE, "tr_1")]),
        ([row()], [row(pence=99)], [(What.PENCE, "tr_1")]),
        ([row()], [row(state="taken back")], [(What.STATE, "tr_1")]),
        ([row(), row()], [row()], [(What.TWICE, "tr_1")]),
        ([row(reference="line:1")], [row(reference="line:1"), row("tr_2", reference="line:1")], [(What.TWICE, "tr_2")]),
        ([row("", reference="line:1")], [], []),  # planned, refused or dropped: it need not be there
        ([row("", reference="line:1")], [row(reference="line:1")], [(What.MISSING_HERE, "tr_1")]),
        ([row(at=SINCE - timedelta(days=2))], [row()], []),  # begun long before it was made there
        ([row(at=SINCE - timedelta(days=2))], [], []),
        ([], [row(at=UNTIL + timedelta(minutes=1))], []),  # made while we looked: for the next time
        ([row(at=UNTIL + timedelta(minutes=1))], [], []),
    ],
)
def test_what_differs(ours, theirs, right):
    assert found(ours, theirs) == right


@pytest.fixture
def ann():
    return make.user("Ann Lee")


@pytest.fixture
def hollybank(fake_stripe):
    payee = money.payee("Hollybank")
    stripe.connected(fake_stripe, payee)
    money.earned(payee, 9000)
    return payee


def run():
    return reconcile.run(at=timezone.now() + timedelta(seconds=2))


def open_ones():
    return [(one.kind, one.what) for one in Difference.objects.filter(closed_at=None).order_by("kind", "what")]


def command(*words):
    out = StringIO()
    try:
        call_command("reconcile_stripe", *words, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_all_that_was_sent_taken_back_and_refused_is_the_same(fake_stripe, ann, hollybank):
    stripe.released(ann)
    stripe.carry_out()
    transfers.take_back(line=Line.objects.get(), why="wrong", by=ann)
    stripe.carry_out()
    fake_stripe.connect.restrict(PayoutAccount.objects.get().stripe_account)
    second = payment_files.prepare(by=ann)
    payment_files.release(file=second, by=make.user("Bo Day"))
    stripe.carry_out()  # refused
    made = run()
    assert (made.state, made.counts["transfer"], made.counts["reversal"]) == (
        *("clean", {"ours": 1, "theirs": 1}, {"ours": 1, "theirs": 1}),
    )
    assert command()[0] == 0


def test_a_transfer_that_nobody_here_made(fake_stripe, hollybank):
    account = PayoutAccount.objects.get().stripe_account
    made = connect.transfer(key="by hand", account=account, pence=700, group="", reference="")
    code, said = command()
    assert (code, open_ones()) == (1, [("transfer", "missing_here")])
    assert f"transfer {made.id}: At Stripe, and not in our books. Not here, at Stripe £7.00 sent." in said


def test_a_transfer_that_stripe_does_not_have(fake_stripe, ann, hollybank):
    stripe.released(ann)
    stripe.carry_out()
    fake_stripe.store.kinds["transfer"].clear()
    code, said = command("--json")
    (one,) = json.loads(said)["differences"]
    assert (code, one["kind"], one["what"], one["ours"]) == (
        *(1, "transfer", "missing_there", {"pence": 9000, "state": "sent"}),
    )
    assert one["about"] == f"payment-line:{Line.objects.get().pk}"


def test_other_amounts_and_states(fake_stripe, ann, hollybank):
    stripe.released(ann)
    stripe.carry_out()
    (made,) = fake_stripe.store.all("transfer")
    fake_stripe.connect.reverse({"amount": 100}, made["id"])
    stripe.hear(fake_stripe)
    fake_stripe.store.get("transfer", made["id"])["amount"] = 8999
    run()
    assert open_ones() == [("reversal", "missing_here"), ("transfer", "pence"), ("transfer", "state")]


def test_an_answer_that_was_lost_is_a_difference_until_it_is_booked(fake_stripe, ann, hollybank):
    stripe.released(ann)
    fake_stripe.set(drop_next_reply=2)
    stripe.carry_out()
    assert (run().state, open_ones()) == ("different", [("transfer", "missing_here")])
    Intent.objects.update(next_try_at=timezone.now())
    stripe.carry_out()
    assert (run().state, open_ones()) == ("clean", [])
    assert Difference.objects.get().closed_by is None


def test_after_an_emergency_the_late_answer_reconciles(fake_stripe, ann, hollybank):
    """Stripe had one, never heard of another; the bank paid the second; nothing is left over."""
    ben = money.payee("Ben Okafor")
    stripe.connected(fake_stripe, ben)
    stripe.released(ann)
    fake_stripe.set(drop_next_reply=2)
    stripe.carry_out()
    fake_stripe.set(down=True)
    money.earned(ben, 500)
    stripe.released(make.user("Cy Orr"))
    file = emergency_files.prepare(by=ann, reason="Stripe is gone")
    payment_files.release(file=file, by=make.user("Di Poe"))
    assert run().state == "not_compared"
    fake_stripe.set(down=False)
    Intent.objects.filter(state="planned").update(next_try_at=timezone.now())
    stripe.carry_out()
    stripe.hear(fake_stripe)
    assert (run().state, [line.pence for line in file.lines.all()]) == ("clean", [500])


# Cards


@pytest.fixture
def card(fake_stripe, settings):
    settings.CARD_ISSUER = "stripe"
    rosa = make.person("Rosa Alvarez")
    type(rosa).objects.filter(pk=rosa.pk).update(address="3 Alder Lane, Aldermere", postcode="AM1 1AA")
    rosa.refresh_from_db()
    made = money.card(money.card_account(5_000, person=rosa))
    stripe.carry_out()
    made.refresh_from_db()
    return made


def test_what_shops_ask_and_take_is_the_same(client, fake_stripe, card):
    from tests.fake_stripe.fixtures import by_client

    fake_stripe.purchases.post = by_client(client)
    held = fake_stripe.purchases.authorise(card.issuer_reference, 700)
    taken = fake_stripe.purchases.authorise(card.issuer_reference, 900)
    transaction = fake_stripe.purchases.capture(taken["id"], 500)
    fake_stripe.purchases.refund(transaction["id"], 100)
    fake_stripe.purchases.force_capture(card.issuer_reference, 300)
    fake_stripe.purchases.authorise(card.issuer_reference, 99_000)  # declined
    stripe.hear(fake_stripe)
    made = run()
    assert open_ones() == []
    assert (made.state, made.counts["authorisation"], made.counts["card_entry"]) == (
        *("clean", {"ours": 3, "theirs": 3}, {"ours": 3, "theirs": 3}),
    )
    cards.release(authorisation=cards_of(held["id"]))
    cards.take(card=card, taken=Taken("ipi_invented", 1, "Swim"))
    fake_stripe.purchases.unlinked_refund(card.issuer_reference, 50)
    run()
    assert open_ones() == [
        ("authorisation", "pence"),
        ("authorisation", "state"),
        ("card_entry", "missing_here"),
        ("card_entry", "missing_there"),
    ]


def cards_of(reference):
    return Card.objects.get().authorisations.get(issuer_reference=reference)


# When Stripe does not answer


def test_no_answer_is_no_difference(fake_stripe, hollybank):
    fake_stripe.set(down=True)
    code, said = command()
    assert (code, "Payments to providers: could not be compared. Stripe did not answer." in said) == (2, True)
    assert (ReconcileRun.objects.get().state, open_ones()) == ("not_compared", [])


def test_without_a_key_there_is_nothing_to_compare_with(settings):
    settings.STRIPE_SECRET_KEY = ""
    with pytest.raises(NoKey):
        run()
    assert command() == (2, "STRIPE_SECRET_KEY is empty: there is no Stripe to compare with.\n")
    assert reconcile.daily(timezone.now()) == "Stripe is not used"


def test_an_open_difference_stays_open_when_stripe_does_not_answer(fake_stripe, hollybank):
    connect.transfer(
        key="by hand", account=PayoutAccount.objects.get().stripe_account, pence=700, group="", reference=""
    )
    run()
    fake_stripe.set(down=True)
    run()
    assert open_ones() == [("transfer", "missing_here")]


def test_once_a_day(fake_stripe, hollybank):
    at = timezone.now()
    assert [reconcile.daily(at), reconcile.daily(at)] == ["All the same", "Compared today already"]
    assert reconcile.daily(at + timedelta(days=1)) == "All the same"


# Working through


@pytest.fixture
def difference(fake_stripe, hollybank):
    account = PayoutAccount.objects.get().stripe_account
    connect.transfer(key="by hand", account=account, pence=700, group="", reference="")
    run()
    return Difference.objects.get()


def test_somebody_takes_it_and_explains_it(difference, ann):
    bo = make.user("Bo Day")
    reconcile.take(difference=difference, by=ann)
    assert reconcile.take(difference=difference, by=bo).taken_by == bo
    with pytest.raises(DifferenceRefused):
        reconcile.explain(difference=difference, note=" ", by=bo)
    reconcile.explain(difference=difference, note="A trial payment of ours", by=bo)
    for again in (reconcile.take, lambda **k: reconcile.explain(note="x", **k)):
        with pytest.raises(DifferenceRefused):
            again(difference=difference, by=ann)
    assert (run().found, open_ones()) == (1, [])  # explained, and still not the same: the command says so


def test_it_opens_anew_when_it_changes(fake_stripe, difference, ann):
    reconcile.explain(difference=difference, note="A trial payment of ours", by=ann)
    fake_stripe.store.get("transfer", difference.object_id)["amount"] = 800
    run()
    assert (open_ones(), Difference.objects.count()) == ([("transfer", "missing_here")], 2)


def test_what_is_old_and_open_is_looked_at_again(difference):
    Difference.objects.update(began_at=timezone.now() - timedelta(days=200))
    assert reconcile.since(timezone.now()) < timezone.now() - timedelta(days=200)


def test_every_difference_says_what_to_do():
    assert set(reconciling.TO_DO) == set(What)

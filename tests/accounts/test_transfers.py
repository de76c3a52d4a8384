"""Lines of a payment file that go through Stripe: each sent once whatever breaks, refused, taken back, taken over."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audits, ledger, outside
from accounts.actions import emergency_files, payment_files, payment_returns, transfers
from accounts.actions.emergency_files import NoReason
from accounts.actions.payment_files import NothingToPay
from accounts.actions.payment_returns import NotPaidOut
from accounts.actions.transfers import NotThroughStripe
from accounts.ledger import LedgerKind
from accounts.models import AuditLine, Intent, Notice, PaymentFile, PaymentFileLine, PaymentReturn, PayoutAccount
from accounts.queries import sent
from tests.factories import accounts as make
from tests.factories import money, stripe
from tests.fake_stripe.errors import Refused

pytestmark = pytest.mark.django_db
State = Intent.State
NOW = timezone.now


@pytest.fixture
def ann():
    return make.user("Ann Lee")


@pytest.fixture
def bo():
    return make.user("Bo Day")


@pytest.fixture
def hollybank(fake_stripe):
    payee = money.payee("Hollybank")
    stripe.connected(fake_stripe, payee)
    return payee


@pytest.fixture
def ben():
    return money.payee("Ben Okafor")


def owed(payee):
    return ledger.balance(payee.payable)


def paid_out():
    return ledger.balance(ledger.council_account(LedgerKind.PAID_OUT))


def faults():
    return [(finding.rule, finding.faults) for finding in audits.all_findings() if finding.faults]


def intent(kind="transfer"):
    return Intent.objects.filter(kind=kind).latest("pk")


def line_of(payee):
    return PaymentFileLine.objects.filter(payee=payee).latest("pk")


def words(payee):
    line = line_of(payee)
    return sent.of([line])[line.pk].words


def later(intent):
    """The moment of its next try."""
    intent.refresh_from_db()
    return intent.next_try_at + timedelta(seconds=1)


def test_a_file_pays_by_bank_and_through_stripe(fake_stripe, ann, bo, hollybank, ben):
    money.earned(hollybank, 9000)
    money.earned(ben, 3300)
    file = stripe.released(ann, bo)
    lines = [(line.payee.name, line.route, line.sort_code, bool(line.stripe_account)) for line in file.lines.all()]
    assert sorted(lines) == [("Ben Okafor", "bank", "123456", False), ("Hollybank", "stripe", "", True)]
    assert (paid_out(), fake_stripe.store.all("transfer"), words(hollybank)) == (
        12_300,
        [],
        "To be sent through Stripe",
    )
    stripe.carry_out()
    (made,) = fake_stripe.store.all("transfer")
    account = PayoutAccount.objects.get().stripe_account
    assert (made["amount"], made["destination"], made["transfer_group"]) == (9000, account, file.reference)
    assert made["metadata"] == {"reference": f"line:{line_of(hollybank).pk}"}
    assert words(hollybank).startswith("Sent through Stripe on ")
    assert (Intent.objects.filter(kind="transfer").count(), faults()) == (1, [])


def test_releasing_twice_sends_once(fake_stripe, ann, bo, hollybank):
    money.earned(hollybank, 9000)
    file = stripe.released(ann, bo)
    payment_files.release(file=file, by=bo)
    stripe.carry_out()
    stripe.carry_out()
    assert len(fake_stripe.store.all("transfer")) == 1


def test_the_account_is_the_one_that_was_checked(fake_stripe, ann, bo, hollybank):
    money.earned(hollybank, 9000)
    file = payment_files.prepare(by=ann)
    checked = PayoutAccount.objects.get().stripe_account
    PayoutAccount.objects.update(stripe_account="acct_of_a_thief")
    payment_files.release(file=file, by=bo)
    stripe.carry_out()
    assert [made["destination"] for made in fake_stripe.store.all("transfer")] == [checked]


@pytest.mark.parametrize("fault", [{"down": True}, {"drop_next_reply": 2}, {"hang": 5}])
def test_an_answer_that_is_lost_is_found_by_the_same_key(fake_stripe, settings, ann, bo, hollybank, fault):
    settings.STRIPE_TIMEOUTS = (0.2, 0.3)
    money.earned(hollybank, 9000)
    stripe.released(ann, bo)
    fake_stripe.set(**fault)
    stripe.carry_out()
    assert words(hollybank) == "Stripe has not answered yet. We ask again by ourselves, and it is sent once"
    fake_stripe.set(down=False, hang=0)
    outside.carry_out(intent(), at=later(intent()))
    assert (intent().state, [made["amount"] for made in fake_stripe.store.all("transfer")]) == (State.DONE, [9000])
    assert faults() == []


def test_once_the_key_is_forgotten_what_was_sent_is_looked_for(fake_stripe, ann, bo, hollybank):
    """Stripe keeps keys for a day, and was gone for two."""
    money.earned(hollybank, 9000)
    stripe.released(ann, bo)
    fake_stripe.set(drop_next_reply=2)
    stripe.carry_out()
    fake_stripe.keys.kept.clear()
    outside.carry_out(intent(), at=NOW() + timedelta(hours=48))
    assert (intent().outside_id, len(fake_stripe.store.all("transfer"))) == (
        fake_stripe.store.all("transfer")[0]["id"],
        1,
    )


def test_a_refusal_is_owed_again_and_finance_is_told(fake_stripe, ann, bo, hollybank):
    money.earned(hollybank, 9000)
    stripe.released(ann, bo)
    fake_stripe.connect.restrict(PayoutAccount.objects.get().stripe_account)
    stripe.carry_out()
    back = PaymentReturn.objects.get()
    assert (back.reason, back.code, back.recorded_by) == ("refused", "insufficient_capabilities_for_transfer", None)
    assert (owed(hollybank), paid_out(), faults()) == (9000, 0, [])
    assert words(hollybank) == (
        "Not sent. Their Stripe account cannot take payments now. Stripe needs something. It is owed again"
    )
    mails = Notice.objects.filter(template="accounts/emails/payment_not_sent")
    assert sorted(mail.to.name for mail in mails) == ["Ann Lee", "Bo Day"]
    assert [mail.subject for mail in mails if "90" in mail.subject.replace(line_of(hollybank).file.reference, "")] == []
    stripe.hear(fake_stripe)
    again = stripe.released(ann, bo)
    assert [(line.route, line.pence) for line in again.lines.all()] == [("bank", 9000)]
    assert (paid_out(), faults()) == (9000, [])


def test_a_payment_is_taken_back_and_owed_again(fake_stripe, ann, bo, hollybank):
    money.earned(hollybank, 9000)
    stripe.released(ann, bo)
    stripe.carry_out()
    for _ in range(2):
        transfers.take_back(line=line_of(hollybank), why="wrong", by=ann)
    assert (owed(hollybank), words(hollybank).endswith("We asked Stripe to take it back")) == (0, True)
    fake_stripe.set(drop_next_reply=2)
    stripe.carry_out()
    outside.carry_out(intent("reversal"), at=later(intent("reversal")))
    stripe.hear(fake_stripe)  # transfer.reversed, after the books have it
    back = PaymentReturn.objects.get()
    (made,) = fake_stripe.store.all("transfer_reversal")
    assert (back.reason, back.outside_id, back.recorded_by) == ("reversed", made["id"], ann)
    assert (owed(hollybank), paid_out(), faults()) == (9000, 0, [])
    assert AuditLine.objects.get(action="payment.take_back").detail["why"] == "wrong"


def test_what_the_bank_has_already_leaves_the_account_below_nothing(fake_stripe, ann, bo, hollybank):
    money.earned(hollybank, 9000)
    stripe.released(ann, bo)
    stripe.carry_out()
    fake_stripe.connect.pay_out(PayoutAccount.objects.get().stripe_account)
    transfers.take_back(line=line_of(hollybank), why="wrong", by=ann)
    stripe.carry_out()
    assert (PayoutAccount.objects.get().negative_pence, owed(hollybank), faults()) == (9000, 9000, [])


def test_a_reversal_at_stripes_own_desk_is_booked_and_a_part_is_not(fake_stripe, ann, bo, hollybank):
    money.earned(hollybank, 9000)
    stripe.released(ann, bo)
    stripe.carry_out()
    (made,) = fake_stripe.store.all("transfer")
    fake_stripe.connect.reverse({"amount": 4000}, made["id"])
    stripe.hear(fake_stripe)
    assert (PaymentReturn.objects.count(), owed(hollybank)) == (0, 0)
    fake_stripe.connect.reverse({"amount": 5000}, made["id"])
    fake_stripe.set(duplicates=2)
    stripe.hear(fake_stripe)
    assert (PaymentReturn.objects.get().recorded_by, owed(hollybank), faults()) == (None, 9000, [])


def test_a_refused_reversal_moves_nothing_and_can_be_asked_again(fake_stripe, ann, bo, hollybank):
    money.earned(hollybank, 9000)
    stripe.released(ann, bo)
    stripe.carry_out()
    (made,) = fake_stripe.store.all("transfer")
    fake_stripe.connect.reverse({"amount": 1}, made["id"])  # somebody took a penny there: the whole cannot go back
    transfers.take_back(line=line_of(hollybank), why="wrong", by=ann)
    stripe.carry_out()
    assert (intent("reversal").state, owed(hollybank), faults()) == (State.REFUSED, 0, [])
    assert "Stripe would not take it back" in words(hollybank)
    transfers.take_back(line=line_of(hollybank), why="wrong", by=ann)
    assert Intent.objects.filter(kind="reversal").count() == 2


def test_only_what_went_through_stripe_is_taken_back(fake_stripe, ann, bo, ben, hollybank):
    money.earned(ben, 100)
    money.earned(hollybank, 9000)
    stripe.released(ann, bo)
    for payee in (ben, hollybank):  # by bank; and not sent yet
        with pytest.raises(NotThroughStripe):
            transfers.take_back(line=line_of(payee), why="wrong", by=ann)
    with pytest.raises(NotPaidOut, match="through Stripe"):
        payment_returns.record(line=line_of(hollybank), reason="closed", returned_on=NOW().date(), by=ann)


# When Stripe is gone


def test_an_emergency_file_pays_everybody_by_bank_and_what_was_never_tried(fake_stripe, ann, bo, ben, hollybank):
    money.earned(hollybank, 9000)
    earlier = stripe.released(ann, bo)
    money.earned(ben, 3300)
    with pytest.raises(NoReason):
        emergency_files.prepare(by=ann, reason=" ")
    file = emergency_files.prepare(by=ann, reason="Stripe does not answer")
    assert sorted((line.payee.name, line.route, line.pence) for line in file.lines.all()) == [
        ("Ben Okafor", "bank", 3300),
        ("Hollybank", "bank", 9000),
    ]
    assert (file.is_emergency, file.emergency_reason) == (True, "Stripe does not answer")
    payment_files.release(file=file, by=bo)
    stripe.carry_out()  # nothing is left of the earlier file
    assert (fake_stripe.store.all("transfer"), owed(hollybank), paid_out()) == ([], 0, 12_300)
    assert (earlier.lines.get().returned.reason, faults()) == ("taken", [])


def test_what_was_tried_is_left_alone_and_reconciles_afterwards(fake_stripe, ann, bo, hollybank):
    """Stripe had it, and only the answer was lost: paying it by bank as well would pay twice."""
    money.earned(hollybank, 9000)
    stripe.released(ann, bo)
    fake_stripe.set(drop_next_reply=2)
    stripe.carry_out()
    fake_stripe.set(down=True)
    money.earned(hollybank, 500)
    file = emergency_files.prepare(by=ann, reason="Stripe does not answer")
    payment_files.release(file=file, by=bo)
    assert [line.pence for line in file.lines.all()] == [500]
    fake_stripe.set(down=False)
    outside.carry_out(intent(), at=later(intent()))
    stripe.hear(fake_stripe)
    assert [made["amount"] for made in fake_stripe.store.all("transfer")] == [9000]
    assert (owed(hollybank), paid_out(), faults()) == (0, 9500, [])


def test_nobody_is_taken_over_whom_no_bank_can_pay(fake_stripe, ann, bo, hollybank):
    type(hollybank).objects.filter(pk=hollybank.pk).update(sort_code="", account_number="")
    money.earned(hollybank, 9000)
    stripe.released(ann, bo)
    with pytest.raises(NothingToPay):
        emergency_files.prepare(by=ann, reason="Stripe does not answer")
    assert (intent().state, owed(hollybank)) == (State.PLANNED, 0)


def test_the_database_keeps_routes_and_reasons_apart(ann, ben):
    money.earned(ben, 100)
    file = payment_files.prepare(by=ann)
    for wrong in ({"route": "stripe"}, {"stripe_account": "acct_1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            file.lines.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentFile.objects.update(is_emergency=True)


def test_what_was_taken_back_is_booked_also_where_nobody_says_what_is_left(fake_stripe, settings, ann, bo, hollybank):
    """The payee has closed their account meanwhile: Stripe tells nothing of it any more."""
    money.earned(hollybank, 9000)
    stripe.released(ann, bo)
    stripe.carry_out()
    fake_stripe.set(silent=True)
    transfers.take_back(line=line_of(hollybank), why="wrong", by=ann)
    fake_stripe.routes = [(m, p, gone if p == "/v1/balance" else f, s) for m, p, f, s in fake_stripe.routes]
    stripe.carry_out()
    assert (intent("reversal").state, owed(hollybank), paid_out(), faults()) == (State.DONE, 9000, 0, [])


def gone(*_):
    raise Refused("No such account.", status=403, code="account_invalid")

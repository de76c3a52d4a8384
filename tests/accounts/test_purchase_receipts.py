"""Receipts: asked for on one pot with a reason and an end; kept under a random name, replaced, taken away."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import uploads
from accounts.actions import cards
from accounts.actions import purchase_receipts as receipts
from accounts.actions.purchase_receipts import ReceiptRefused
from accounts.models import AuditLine, Letter, Notice, Receipt, ReceiptRequest
from accounts.queries import purchase_receipts as found
from accounts.roles import Role
from tests.accounts import hostile
from tests.factories import accounts as make
from tests.factories import asks as asking
from tests.factories import money

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def card():
    return money.card(money.card_account(5_000, 3_000))


@pytest.fixture
def rosa(card):
    return card.account.person


def soon(days=30):
    return timezone.localdate() + timedelta(days=days)


def ask(pot, by=None, **more):
    given = {"reason": "You asked for help to keep track of fares.", "until": soon(), **more}
    return receipts.ask(pot=pot, by=by or make.staff(Role.PRACTITIONER, name="Samuel Osei"), **given)


def kept() -> list[Path]:
    folder = Path(default_storage.location) / "receipts"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_without_a_request_nothing_asks_and_nothing_is_taken(rosa, card):
    bought = asking.buy(card)
    assert found.asked_for(rosa, [bought]) == {}
    with pytest.raises(ReceiptRefused):
        receipts.send(authorisation=bought, sent=hostile.picture(), by=rosa.user)
    assert (Receipt.objects.count(), kept()) == (0, [])


def test_it_asks_only_of_that_pot_and_that_time(rosa, card):
    before = asking.buy(card, 500)
    asked = ask(card.pot)
    within, other = asking.buy(card, 4_500), asking.buy(card, 100)  # the first pot is empty: this is from the second
    assert {draw.pot.label for draw in other.draws.all()} == {"Getting out"}
    rows = [before, within, other]
    assert found.asked_for(rosa, rows) == {within.pk: asked}
    ReceiptRequest.objects.update(until=soon(-1))
    assert found.asked_for(rosa, rows) == {}
    ReceiptRequest.objects.update(until=soon())
    assert (receipts.stop_asking(asked=asked, by=asked.asked_by), found.asked_for(rosa, rows)) == (True, {})
    assert receipts.stop_asking(asked=asked, by=asked.asked_by) is False


@pytest.mark.parametrize("more", [{"reason": " "}, {"until": soon(-1)}, {"until": soon(400)}])
def test_a_request_has_a_reason_and_an_end(card, more):
    with pytest.raises(ReceiptRefused):
        ask(card.pot, **more)


def test_one_request_for_a_pot_at_a_time_and_another_after_it_ended(card):
    first = ask(card.pot)
    with pytest.raises(ReceiptRefused, match="already"):
        ask(card.pot)
    ReceiptRequest.objects.update(until=soon(-1))
    assert (ask(card.pot) != first, ReceiptRequest.objects.filter(ended_at=None).count()) == (True, 1)


def test_the_person_is_told_why_and_by_whom_without_the_outcome_in_an_email(rosa, card):
    ask(card.pot)
    notice = Notice.objects.get(template=receipts.TEMPLATE)
    assert ("Samuel Osei" in notice.body, "Keeping clean" in notice.body + notice.subject) == (True, False)
    rosa.contact_format = "print"
    rosa.save()
    ask(rosa.pots.last())
    assert "You asked for help" in Letter.objects.get(template=receipts.TEMPLATE).body


def test_what_was_sent_is_drawn_anew_under_a_random_name(rosa, card):
    ask(card.pot)
    sent = hostile.with_place()
    made = receipts.send(authorisation=asking.buy(card), sent=sent, by=rosa.user)
    (path,) = kept()
    assert (path.suffix, len(path.stem), path.read_bytes() != sent) == (".jpg", 48, True)
    assert (made.size, made.content_type, made.pages) == (path.stat().st_size, "image/jpeg", 1)
    assert b"OWNER-NAME" not in path.read_bytes()
    assert found.kept([made.authorisation]) == {made.authorisation_id: made}


def test_another_one_takes_its_place_and_the_first_file_is_gone(rosa, card, django_capture_on_commit_callbacks):
    ask(card.pot)
    bought = asking.buy(card)
    with django_capture_on_commit_callbacks(execute=True):
        first = receipts.send(authorisation=bought, sent=hostile.picture(), by=rosa.user)
        second = receipts.send(authorisation=bought, sent=hostile.pdf(), by=rosa.user)
    first.refresh_from_db()
    assert ([path.suffix for path in kept()], first.file.name, bool(first.removed_at)) == ([".pdf"], "", True)
    with django_capture_on_commit_callbacks(execute=True):
        assert (receipts.remove(receipt=second, by=rosa.user), receipts.remove(receipt=second, by=rosa.user)) == (
            True,
            False,
        )
    assert (kept(), Receipt.objects.filter(removed_at=None).count()) == ([], 0)
    assert list(
        AuditLine.objects.filter(subject=f"authorisation:{bought.pk}").values_list("action").order_by("pk")
    ) == [
        ("receipt.sent",),
        ("receipt.removed",),
        ("receipt.sent",),
        ("receipt.removed",),
    ]


def test_what_came_back_whole_asks_for_none(rosa, card):
    ask(card.pot)
    part, whole = asking.buy(card), asking.buy(card)
    for bought, pence in ((part, 140), (whole, 640)):
        cards.refund(authorisation=bought, pence=pence, reference=f"back-{pence}")
        bought.refresh_from_db()
    assert list(found.asked_for(rosa, [part, whole])) == [part.pk]


def test_what_is_unfit_leaves_the_earlier_one_alone(rosa, card):
    ask(card.pot)
    first = receipts.send(authorisation=asking.buy(card), sent=hostile.picture(), by=rosa.user)
    with pytest.raises(uploads.Unfit):
        receipts.send(authorisation=first.authorisation, sent=b"<html>", by=rosa.user)
    assert (len(kept()), Receipt.objects.get()) == (1, first)


def test_a_file_that_no_row_speaks_of_does_not_stay(rosa, card, monkeypatch):
    ask(card.pot)
    monkeypatch.setattr(Receipt, "save", lambda *args, **kwargs: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        receipts.send(authorisation=asking.buy(card), sent=hostile.picture(), by=rosa.user)
    assert kept() == []


def test_the_database_keeps_half_a_receipt_out(rosa, card):
    ask(card.pot)
    made = receipts.send(authorisation=asking.buy(card), sent=hostile.picture(), by=rosa.user)
    for change in ({"file": ""}, {"removed_at": timezone.now()}, {"pages": 0}, {"size": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Receipt.objects.filter(pk=made.pk).update(**change)

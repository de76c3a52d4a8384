"""Receipts on screens: asked for by a practitioner, sent by the person or a delegate, seen by who sees the line."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.actions import purchase_receipts as receipts
from accounts.models import AuditLine, Receipt, ReceiptRequest
from accounts.roles import Role, Scope
from tests import sessions
from tests.accounts import hostile
from tests.accounts.screens import boxes, send, words
from tests.factories import accounts as make
from tests.factories import asks as asking
from tests.factories import money
from tests.factories.accounts import mandate, person, sign_in, user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def card():
    return money.card(money.card_account(5_000, 3_000))


@pytest.fixture
def bought(card):
    until = timezone.localdate() + timedelta(days=30)
    receipts.ask(pot=card.pot, reason="Fares", until=until, by=make.staff(Role.PRACTITIONER, name="Samuel Osei"))
    return asking.buy(card)


@pytest.fixture
def rosa(client, card):
    return sign_in(client, card.holder)


def where(bought, rest=""):
    return f"/money/purchases/{bought.pk}/receipt/{rest}"


def upload(client, bought, content=None, name="receipt.jpg", kind="image/jpeg"):
    content = hostile.picture() if content is None else content
    return client.post(where(bought), {"file": SimpleUploadedFile(name, content, kind)})


def delegate(client, card, *scopes):
    amira = user("Amira Whitfield")
    return sign_in(client, amira, acting_for=mandate(card.account.person, amira, *scopes))


def test_only_where_the_plan_asks_does_anything_ask(rosa, card):
    other = asking.buy(card)
    shown = words(rosa.get(f"/money/cards/{card.pk}/"))
    assert ("receipt" in shown.lower(), rosa.get(where(other)).status_code) == (False, 404)
    assert upload(rosa, other).status_code == 404
    assert "receipt" not in words(rosa.get("/money/")).lower()


def test_sent_seen_replaced_taken_away(rosa, card, bought):
    page = f"/money/cards/{card.pk}/"
    assert "The plan asks for a receipt. Send a photo or PDF" in words(rosa.get(page))
    assert "Fares" in words(rosa.get(where(bought)))
    assert upload(rosa, bought).url == page
    assert "We have it" in words(rosa.get(page))
    assert "takes its place" in words(rosa.get(where(bought)))
    assert upload(rosa, bought, hostile.pdf(), "x.pdf", "application/pdf").url == page
    assert Receipt.objects.filter(removed_at=None).get().content_type == "application/pdf"
    assert "Take the receipt away?" in words(rosa.get(where(bought, "remove/")))
    rosa.post(where(bought, "remove/"))
    assert "Send a photo or PDF" in words(rosa.get(page))
    assert rosa.get(where(bought, "file/")).status_code == 404


def test_it_is_served_to_be_saved_and_kept_by_nobody_on_the_way(rosa, bought):
    upload(rosa, bought, hostile.with_place())
    answer = rosa.get(where(bought, "file/"))
    wanted = {
        "Content-Type": "image/jpeg",
        "Content-Disposition": f'attachment; filename="receipt-{bought.pk}.jpg"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert {name: answer[name] for name in wanted} == wanted
    assert (answer.content[:3], b"OWNER-NAME" in answer.content) == (b"\xff\xd8\xff", False)


def test_it_lies_outside_the_folder_of_pictures_and_under_no_address_of_its_own(rosa, bought, settings):
    settings.WAYMARK_DEMO = True
    upload(rosa, bought)
    name = Receipt.objects.get().file.name
    assert name.startswith("receipts/")
    for address in (f"/media/{name}", f"/media/images/{name}", f"/media/images/../{name}"):
        assert rosa.get(address).status_code in (400, 404)


@pytest.mark.parametrize(
    ("content", "name", "kind", "said"),
    [
        (b"", "receipt.jpg", "image/jpeg", "The file is empty"),
        (b"<script>alert(1)</script>", "receipt.jpg", "image/jpeg", "must be a photo"),
        (b"<svg onload='alert(1)'/>", "receipt.svg", "image/svg+xml", "must be a photo"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "IMG_1.HEIC", "image/heic", "HEIC file"),
        (hostile.pdf(pages=11), "long.pdf", "application/pdf", "10 pages or fewer"),
        (hostile.huge_png(), "a.png", "image/png", "pixels"),
        (b"\xff" * (10 * 1024 * 1024 + 1), "a.jpg", "image/jpeg", "smaller than 10MB"),
    ],
    ids=["empty", "html", "svg", "heic", "pages", "pixels", "large"],
)
def test_what_is_no_receipt_is_refused_in_words_on_the_same_page(rosa, bought, content, name, kind, said):
    answer = upload(rosa, bought, content, name, kind)
    assert (answer.status_code, "There is a problem" in words(answer), said in words(answer)) == (200, True, True)
    assert Receipt.objects.count() == 0
    assert "Choose a photo or PDF" in words(rosa.post(where(bought), {}))


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/x.jpg", "C:\\x\\y.jpg", "a\0b.jpg", "x" * 300 + ".jpg", ".jpg", "évil.php"]
)
def test_what_somebody_calls_the_file_is_of_no_account(rosa, bought, name, settings):
    upload(rosa, bought, name=name)
    (receipt,) = Receipt.objects.all()
    assert receipt.file.path.startswith(str(settings.MEDIA_ROOT / "receipts"))
    assert (len(receipt.file.name), receipt.file.name[-4:]) == (len("receipts/") + 48 + 4, ".jpg")


def test_a_png_called_pdf_is_a_picture(rosa, bought):
    upload(rosa, bought, hostile.picture("PNG"), "receipt.pdf", "application/pdf")
    assert rosa.get(where(bought, "file/"))["Content-Type"] == "image/jpeg"


def test_a_delegate_uploads_with_that_scope_and_sees_with_the_other(client, card, bought):
    both = delegate(client, card, Scope.SEE_BALANCE, Scope.SEE_LINES, Scope.UPLOAD)
    assert upload(both, bought).status_code == 302
    assert both.get(where(bought, "file/")).status_code == 200
    assert AuditLine.objects.filter(action="lines.seen", detail__where="A receipt").count() == 1
    blind = delegate(client, card, Scope.UPLOAD)
    assert [blind.get(where(bought)).status_code, upload(blind, bought).status_code] == [403, 403]
    looking = delegate(client, card, Scope.SEE_BALANCE, Scope.SEE_LINES)
    assert [upload(looking, bought).status_code, looking.post(where(bought, "remove/")).status_code] == [403, 403]
    assert looking.get(where(bought, "file/")).status_code == 200
    assert "Send a photo" not in words(looking.get(f"/money/cards/{card.pk}/"))


def test_a_delegate_changes_only_what_she_sent_herself(client, card, bought):
    receipts.send(authorisation=bought, sent=hostile.picture(), by=card.holder)
    amira = delegate(client, card, Scope.SEE_BALANCE, Scope.SEE_LINES, Scope.UPLOAD)
    assert "Send another" not in words(amira.get(f"/money/cards/{card.pk}/"))
    assert "Somebody else sent" in words(upload(amira, bought))
    amira.post(where(bought, "remove/"))
    assert Receipt.objects.filter(removed_at=None).get().sent_by == card.holder


def test_a_stranger_finds_nothing(client, card, bought):
    receipts.send(authorisation=bought, sent=hostile.picture(), by=card.holder)
    stranger = sign_in(client, person("Joan Whitfield").user)
    assert [stranger.get(where(bought, rest)).status_code for rest in ("", "file/", "remove/")] == [404, 404, 404]
    assert upload(stranger, bought).status_code == 404


def test_finance_sees_it_after_a_reason_that_the_person_reads(finance, practitioner, card, bought):
    made = receipts.send(authorisation=bought, sent=hostile.picture(), by=card.holder)
    at = reverse("staff-receipt", args=[made.pk])
    whose = card.account.person
    assert finance.get(at).url == reverse("staff-purchases-reason", args=[whose.pk])
    send(finance, reverse("staff-purchases-reason", args=[whose.pk]), reason="asked")
    assert (finance.get(at).status_code, practitioner.get(at).status_code) == (200, 403)
    log = AuditLine.objects.filter(action="lines.seen", subject=f"person:{whose.pk}").order_by("pk")
    assert [line.detail["where"] for line in log] == [
        "Finance. Your payments",
        "Finance. A receipt",
    ]


def test_a_practitioner_asks_on_the_persons_page_and_stops(practitioner, card):
    whose, pot = card.account.person, card.pot
    listed = f"/staff/people/{whose.pk}/receipts/"
    ask = f"{listed}{pot.pk}/"
    assert "Nothing asks for receipts" in words(practitioner.get(listed))
    until = timezone.localdate() + timedelta(days=30)
    assert "Enter why" in words(practitioner.post(ask, boxes("until", until)))
    send(practitioner, ask, sure=True, reason="Fares", **boxes("until", until))
    asked = ReceiptRequest.objects.get()
    assert (asked.pot, asked.until, "Fares" in words(practitioner.get(listed))) == (pot, until, True)
    again = send(practitioner, ask, sure=True, reason="Fares", **boxes("until", until))
    assert "already" in words(again)
    practitioner.post(f"{listed}{asked.pk}/end/")
    assert ReceiptRequest.objects.exclude(ended_at=None).count() == 1
    other = money.card_account(5_000, person=make.person("Joan Whitfield")).pots.first()
    assert practitioner.get(f"{listed}{other.pk}/").status_code == 404


def test_who_looks_after_access_only_does_not(client, card):
    admin = sessions.enter(client, make.staff(Role.ADMINISTRATOR))
    assert admin.get(f"/staff/people/{card.account.person_id}/receipts/").status_code == 403

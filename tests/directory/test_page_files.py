"""Photos and documents of a page: sent, seen by a moderator first, shown, put in order, taken away (issue 8, §1)."""

import re
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts import uploads
from directory.actions import moderation, page_files, proposals
from directory.models import ChangeProposal, Service, ServiceDocument, ServicePhoto
from directory.refusals import Refused
from tests.accounts import hostile
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def page():
    return pages.page("Lunch club")


@pytest.fixture
def grace(client, page):
    who = pages.writer(page.organisation)
    accounts.sign_in(client, who)
    return who


def picture(width=800, height=600, kind="JPEG", **written):
    drawn = BytesIO()
    Image.new("RGB", (width, height), "teal").save(drawn, kind, **written)
    return drawn.getvalue()


def at(name, page):
    return reverse(f"provider-page-{name}", args=[page.pk])


def send_photo(client, page, content=None, alt="A table with soup", **more):
    sent = SimpleUploadedFile("Joan at home.jpg", picture() if content is None else content)
    return client.post(at("photo-add", page), {"photo": sent, "alt": alt, "agreed": "on"} | more)


def send_document(client, page, content=None, name="Menu"):
    sent = SimpleUploadedFile("x.pdf", hostile.pdf() if content is None else content)
    return client.post(at("document-add", page), {"document": sent, "name": name})


def send(client, page):
    return client.post(reverse("provider-page-send", args=["service", page.pk]))


def approved(client, page):
    send(client, page)
    moderation.approve(proposal=ChangeProposal.objects.latest("pk"), by=pages.moderator())


def html(client, page):
    return client.get(reverse("directory-service", args=[page.slug])).content.decode()


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def src(one):
    return reverse("directory-photo", args=[one.uuid])


def test_a_photo_waits_for_a_moderator_and_is_then_on_the_page(client, page, grace, django_user_model):
    assert send_photo(client, page).status_code == 302
    made = ServicePhoto.objects.get()
    send(client, page)
    assert (ChangeProposal.objects.get().state, src(made) in html(client, page)) == ("waiting", False)
    client.logout()
    assert client.get(src(made)).status_code == 404
    accounts.sign_in(client, pages.moderator())
    seen = client.get(reverse("staff-moderation-one", args=[ChangeProposal.objects.get().pk]))
    assert (src(made) in seen.content.decode(), client.get(src(made)).status_code) == (True, 200)
    moderation.approve(proposal=ChangeProposal.objects.get(), by=pages.moderator())
    client.logout()
    assert f'src="{src(made)}" alt="A table with soup"' in html(client, page)
    assert (client.get(src(made))["Content-Type"], client.get(src(made)).status_code) == ("image/jpeg", 200)


def test_the_preview_shows_a_photo_that_nobody_else_sees(client, page, grace):
    send_photo(client, page)
    shown = client.get(reverse("provider-page-preview", args=[page.pk])).content.decode()
    made = ServicePhoto.objects.get()
    assert (src(made) in shown, made.position, client.get(src(made)).status_code) == (True, None, 200)


def test_a_photo_is_drawn_anew_and_made_small(client, page, grace):
    camera = Image.Exif()
    camera[0x010F] = "Joan's telephone"
    send_photo(client, page, picture(3000, 2000, exif=camera))
    made = ServicePhoto.objects.get()
    content = made.file.open("rb").read()
    assert ((made.width, made.height), b"Joan" in content, made.file.name) == (
        (1200, 800),
        False,
        f"photos/{made.uuid.hex}.jpg",
    )


@pytest.mark.parametrize(
    ("content", "more", "sentence"),
    [
        (b"GIF89a", {}, "The photo must be a JPG, PNG or WebP file"),
        (b"<svg onload=alert(1)>", {}, "The photo must be a JPG, PNG or WebP file"),
        (picture(200, 200), {}, "The photo must be at least 300 pixels wide and high"),
        (picture(8000, 7000, "PNG"), {}, "The photo has too many pixels"),
        (None, {"alt": ""}, "Enter what it shows"),
        (None, {"agreed": ""}, "Tick the box if everybody agreed, or if nobody can be recognised"),
    ],
    ids=["gif", "svg", "tiny", "huge", "no words", "not agreed"],
)
def test_what_is_no_photo_for_a_page_is_refused_in_words(client, page, grace, content, more, sentence):
    answer = send_photo(client, page, content, **more)
    assert (answer.status_code, sentence in text(answer), ServicePhoto.objects.count()) == (200, True, 0)


def test_a_page_has_at_most_eight_photos(client, page, grace, monkeypatch):
    monkeypatch.setitem(page_files.MOST, "photos", 1)
    send_photo(client, page)
    assert "A page has at most 1 photos. Take one away first" in text(send_photo(client, page))
    assert len(list(default_storage.listdir("photos")[1])) == 1


def test_photos_are_put_in_order_described_anew_and_taken_away(client, page, grace):
    for words in ("First", "Second", "Third"):
        send_photo(client, page, alt=words)
    approved(client, page)
    data = {"words_1": "First", "place_1": "2", "words_2": "Second", "place_2": "gone", "words_3": "The hall"}
    client.post(at("photos", page), data | {"place_3": "1"})
    approved(client, page)
    shown = re.findall(r'<img src="/directory/photos/[^"]+" alt="([^"]+)"', html(client, page))
    gone = ServicePhoto.objects.get(alt="Second")
    assert (shown, gone.position) == (["The hall", "First"], None)
    client.logout()
    assert client.get(src(gone)).status_code == 404


def test_what_is_on_no_page_and_in_no_open_change_is_cleared(client, page, grace, django_capture_on_commit_callbacks):
    for words in ("Shown", "Waits"):
        send_photo(client, page, alt=words)
        if words == "Shown":
            approved(client, page)
    send_document(client, page)
    assert page_files.clear() == 0
    proposals.send(proposal=proposals.open_one(page), by=grace)
    proposals.withdraw(proposal=ChangeProposal.objects.get(state="waiting"), by=grace)
    with django_capture_on_commit_callbacks(execute=True):
        assert page_files.clear() == 2
    assert [one.alt for one in ServicePhoto.objects.all()] == ["Shown"]
    assert [len(default_storage.listdir(name)[1]) for name in ("photos", "documents-of-services")] == [1, 0]


def test_a_document_waits_and_is_then_a_download_and_never_a_page(client, page, grace):
    send_document(client, page, name="Menu for December")
    made = ServiceDocument.objects.get()
    where = reverse("directory-document", args=[made.uuid])
    send(client, page)
    assert where not in html(client, page)
    client.logout()
    assert client.get(where).status_code == 404
    moderation.approve(proposal=ChangeProposal.objects.get(), by=pages.moderator())
    assert (where in html(client, page), "PDF, " in html(client, page)) == (True, True)
    answer = client.get(where)
    assert answer["Content-Disposition"] == 'attachment; filename="menu-for-december.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: b"<html>", uploads.NOT_PDF),
        (lambda: picture(), uploads.NOT_PDF),
        (hostile.pdf_with_javascript, uploads.ACTIVE),
        (hostile.pdf_with_packed_javascript, uploads.ACTIVE),
        (lambda: hostile.pdf_with_packed_javascript(b"/J#61vaScript"), uploads.ACTIVE),
        (hostile.pdf_with_a_file_inside, uploads.ACTIVE),
        (hostile.pdf_with_password, uploads.PASSWORD.removesuffix(uploads.OR_A_PHOTO)),
        (lambda: b"%PDF-1.7 broken", uploads.BROKEN_PDF.removesuffix(uploads.OR_A_PHOTO)),
        (lambda: hostile.pdf(pages=11), uploads.PAGES),
    ],
    ids=["html", "photo", "script", "packed script", "script in numbers", "file inside", "password", "broken", "long"],
)
def test_a_document_that_is_no_plain_pdf_is_refused_in_words(client, page, grace, content, sentence):
    answer = send_document(client, page, content())
    assert (answer.status_code, sentence in text(answer), ServiceDocument.objects.count()) == (200, True, 0)
    assert uploads.OR_A_PHOTO not in text(answer)


def test_documents_are_renamed_and_taken_away(client, page, grace):
    send_document(client, page, name="Old menu"), send_document(client, page, name="Prices")
    approved(client, page)
    client.post(
        at("documents", page), {"words_1": "Old menu", "place_1": "gone", "words_2": "What it charges", "place_2": "1"}
    )
    approved(client, page)
    shown = html(client, page)
    assert (">What it charges<" in shown, ">Old menu<" in shown) == (True, False)


def test_a_service_that_comes_down_takes_its_files_along(client, page, grace):
    send_photo(client, page)
    approved(client, page)
    made = ServicePhoto.objects.get()
    client.logout()
    assert client.get(src(made)).status_code == 200
    for change in ({"status": "withdrawn"}, {"status": "published", "hidden_at": make.NOON}):
        Service.objects.filter(pk=page.pk).update(**change)
        assert client.get(src(made)).status_code == 404


def test_only_a_manager_sends_them_and_a_stranger_finds_nothing(client, page):
    accounts.sign_in(client, pages.writer(page.organisation, "scheduler"))
    names = ("photos", "photo-add", "documents", "document-add")
    assert {client.get(at(name, page)).status_code for name in names} == {403}
    rival = pages.writer(make.organisation("Rival"), name="Rita Rival")
    accounts.sign_in(client, rival)
    assert {client.get(at(name, page)).status_code for name in names} == {404}
    with pytest.raises(Refused):
        page_files.add_document(service=page, sent=hostile.pdf(), name="Menu", by=rival)


def test_a_rival_does_not_see_what_waits(client, page, grace):
    send_photo(client, page)
    accounts.sign_in(client, pages.writer(make.organisation("Rival"), name="Rita Rival"))
    assert client.get(src(ServicePhoto.objects.get())).status_code == 404


def test_a_copy_of_a_page_has_no_photo_of_the_other(client, page, grace):
    send_photo(client, page)
    approved(client, page)
    client.post(reverse("provider-page-copy", args=[page.pk]))
    assert ServicePhoto.objects.exclude(service=page).count() == 0
    assert ServicePhoto.objects.get().position == 0

"""Somebody can have all that is held about her (UK GDPR, Article 15), and nothing that tells of other people."""

import csv
import io
import json
import time
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import daily, held, packing, retention
from accounts.actions import downloads
from accounts.audit import audit
from accounts.held import Who
from accounts.models import AuditLine, DataDownload, Notice, Person, User
from accounts.roles import Scope
from cms.actions import saved_searches
from marketplace.models import Draft
from tests import sessions
from tests.accounts.screens import words
from tests.factories import accounts as people
from tests.factories import declines, front_door
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
PAGE = "/accounts/your-information/"
SHOP = "Zebrafish Remedies"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def rosa():
    """With a card that she used, an order, a saved search, a complaint, and somebody who acts for her."""
    rosa = people.person("Rosa Alvarez", phone="01632 960123", address="8 Weir Cottages", postcode="AM3 2QT")
    card = declines.card(50_000, person=rosa)
    declines.asked(card, 900, SHOP)
    market.delivered(pot=card.pot)
    saved_searches.save(owner=rosa.user, name="Swimming near me", asked="q=swimming")
    front_door.complaint(by=rosa.user, words="Nobody came on Tuesday")
    people.mandate(rosa, people.user("Amira Whitfield"), *Scope)
    return rosa


@pytest.fixture
def hers(rosa):
    return sessions.enter(Client(), rosa.user)


def made(client):
    """Asked for, and made as the worker does."""
    client.post(PAGE)
    asked = DataDownload.objects.get(made_at=None)
    downloads.make_due(asked.asked_at + downloads.LATE)
    asked.refresh_from_db()
    return asked


def fetch(client, download):
    return client.get(reverse("accounts-your-information-file", args=[download.pk]))


def opened(content):
    return zipfile.ZipFile(io.BytesIO(content))


def packed(person):
    return opened(packing.pack(Who(person.user, person)))


def text_of(archive):
    return "\n".join(archive.read(name).decode() for name in archive.namelist())


def test_she_asks_is_told_and_fetches_it(rosa, hers):
    assert "Ask for it" in words(hers.get(PAGE))
    assert "We are getting it ready" in words(hers.post(PAGE, follow=True))
    download = made(hers)
    assert "Download the file (ZIP)" in words(hers.get(PAGE))
    answer = fetch(hers, download)
    assert answer["Content-Disposition"] == 'attachment; filename="your-information.zip"'
    assert "no-store" in answer["Cache-Control"]
    archive = opened(answer.content)
    assert packing.READ_ME in archive.namelist()
    assert [line.action for line in AuditLine.objects.filter(action__startswith="download").order_by("pk")] == [
        "download.asked",
        "download.made",
        "download.taken",
    ]


def test_asking_twice_is_one_and_making_twice_is_one(hers):
    hers.post(PAGE)
    hers.post(PAGE)
    later = timezone.now() + downloads.LATE
    assert (downloads.make_due(later), downloads.make_due(later)) == ("1 downloads made", "0 downloads made")
    assert (DataDownload.objects.count(), Notice.objects.filter(template__endswith="download_ready").count()) == (1, 1)


def test_what_a_lost_nudge_left_is_made_on_the_day(hers):
    hers.post(PAGE)
    DataDownload.objects.update(asked_at=timezone.now() - downloads.LATE)
    assert {key: said for key, said, _ in daily.run(timezone.now())}["downloads"] == "1 downloads made"


def test_the_email_says_nothing_of_what_it_is(hers):
    made(hers)
    notice = Notice.objects.get(template="accounts/emails/download_ready")
    assert notice.subject == "What you asked us for is ready"
    for telling in (SHOP, "hold about you", "your support", "budget", "Swimming", ".zip"):
        assert telling not in notice.body
    assert mail.outbox == []


def test_everything_of_hers_is_in_it_by_room_to_read_and_for_programs(rosa):
    archive = packed(rosa)
    read_me = archive.read(packing.READ_ME).decode()
    for hers in (SHOP, "Rosa Alvarez", "8 Weir Cottages", "Swimming near me", "Nobody came on Tuesday", "9.00"):
        assert hers in read_me
    shops = archive.read("your-cards/in-shops.csv").decode().splitlines()
    rows = json.loads(archive.read("your-cards/in-shops.json"))
    assert [row["Merchant name"] for row in rows] == [SHOP]
    assert next(csv.reader(shops)) == list(rows[0])
    for name in ("your-searches/saved-searches.csv", "your-support/visits.json", "you/what-you-did-here.csv"):
        assert name in archive.namelist()


def test_other_people_are_not_in_it(rosa):
    """Neither who acts for her by name, nor anything of another resident."""
    joan = people.person("Joan Whitfield", address="1 Mill Lane")
    declines.asked(declines.card(5_000, person=joan), 900, "Otter Books")
    told = text_of(packed(rosa))
    for other in ("Amira", "Whitfield", "Otter Books", "1 Mill Lane"):
        assert other not in told


def test_that_she_told_of_a_worry_is_not_in_it(rosa):
    """Whoever hurts somebody may read this beside her."""
    for action in ("concern.raised", "report.made"):
        audit(action=action, by=rosa.user, subject="concern:1")
    audit(action="saved_search.deleted", by=rosa.user, subject="saved_search:1")
    told = text_of(packed(rosa))
    assert ("concern.raised" in told, "report.made" in told, "saved_search.deleted" in told) == (False, False, True)


def test_a_booking_that_somebody_else_began_for_another_is_in_the_others_file_alone(rosa):
    """A member of staff at the telephone, or a delegate, answers for the person whose it is."""
    now, listing = timezone.now(), market.listing()
    joan = people.person("Joan Whitfield")
    Draft.objects.create(
        user=rosa.user, person=joan, listing=listing, answers={"note": "Mill Lane, key under the pot"},
        started_at=now, changed_at=now,
    )  # fmt: skip
    assert "key under the pot" not in text_of(packed(rosa))
    assert "key under the pot" in text_of(packed(joan))


def test_a_worry_about_her_safety_is_not_in_it(rosa):
    made = front_door.concern()
    made.person = rosa
    made.save()
    assert front_door.SECRET not in text_of(packed(rosa))


def test_a_cell_is_never_run_as_a_formula(rosa):
    rosa.address = "=HYPERLINK(1)"
    rosa.save()
    assert "'=HYPERLINK(1)" in packed(rosa).read("you/what-we-know-of-you.csv").decode()


def test_markup_in_what_somebody_wrote_stays_words(rosa):
    rosa.address = "<script>alert(1)</script>"
    rosa.save()
    assert "<script>" not in packed(rosa).read(packing.READ_ME).decode()


def test_it_is_hers_alone(rosa, hers):
    download = made(hers)
    amira = people.mandate(rosa, people.user("Amira Field"), *Scope)
    delegate = sessions.enter(Client(), amira.delegate, acting=amira)
    stranger = sessions.enter(Client(), people.person("Joan Whitfield").user)
    assert (fetch(delegate, download).status_code, fetch(stranger, download).status_code) == (404, 404)
    theirs = made(delegate)
    content = fetch(delegate, theirs).content
    assert "Rosa" not in text_of(opened(content))
    assert SHOP not in text_of(opened(content))


def test_the_password_or_a_code_is_asked_again(rosa):
    rosa.user.set_password(people.PASSWORD)
    rosa.user.save()
    hers = sessions.enter(Client(), rosa.user)
    download = made(hers)
    session = hers.session
    session["account_authentication_methods"] = [
        {**each, "at": time.time() - 3_600} for each in session["account_authentication_methods"]
    ]
    session.save()
    answer = fetch(hers, download)
    assert answer.status_code == 302
    assert "reauthenticate" in answer.headers["Location"]


def test_after_its_days_it_is_gone_from_the_page_and_from_the_disk(hers, settings, django_capture_on_commit_callbacks):
    download = made(hers)
    stored = settings.MEDIA_ROOT / download.file.name
    assert stored.exists()
    DataDownload.objects.update(
        made_at=timezone.now() - timedelta(days=8), expires_at=timezone.now() - timedelta(days=1)
    )
    assert fetch(hers, download).status_code == 404
    assert "Download the file" not in words(hers.get(PAGE))
    with django_capture_on_commit_callbacks(execute=True):
        assert (retention.keep("downloads", timezone.now()), retention.keep("downloads", timezone.now())) == (1, 0)
    assert (stored.exists(), DataDownload.objects.count()) == (False, 0)


def test_a_new_one_takes_the_place_of_the_old(hers):
    first, second = made(hers), made(hers)
    assert list(DataDownload.objects.all()) == [second]
    assert fetch(hers, first).status_code == 404


# Nothing forgotten


def leading_to_a_person():
    """Every model from which foreign keys lead to a person or a sign-in, however many steps."""
    found = {Person, User}
    while True:
        more = {model for model in apps.get_models() if model not in found and leads(model) & found}
        if not more:
            return found
        found |= more


def leads(model):
    fields = [each for each in model._meta.get_fields() if each.concrete and each.is_relation]
    return {each.related_model for each in fields}


def test_every_model_that_leads_to_a_person_is_in_a_table_or_left_out_for_a_reason():
    forgotten = leading_to_a_person() - held.covered() - set(held.left_out())
    assert sorted(model._meta.label for model in forgotten) == []


def test_nothing_is_both_in_a_table_and_left_out_and_each_reason_is_a_sentence():
    assert held.covered() & set(held.left_out()) == set()
    assert [why for why in held.left_out().values() if not why.endswith(".")] == []


def test_a_new_model_would_be_missed(monkeypatch):
    """The test above can fail."""
    registry = held.Registry("left out")
    monkeypatch.setattr(held, "_left_out", registry)
    assert leading_to_a_person() - held.covered() - set(held.left_out())


@pytest.mark.parametrize("key", [key for key, _ in held.tables()])
def test_each_table_reads(key, rosa):
    """Every field and path that it names is there."""
    table = dict(held.tables())[key]
    for row in table.rows(Who(rosa.user, rosa)):
        assert len(row) == len(table.header)
        assert all(isinstance(cell, str) for cell in row)

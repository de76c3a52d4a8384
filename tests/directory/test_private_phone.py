"""A personal assistant's telephone number is for the council: never public, in search, a feed, open data or a log."""

import json
import logging

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import held
from accounts.held import Who
from accounts.models import AuditLine
from directory.actions import approvals, open_data, personal_assistants
from directory.models import Application, PersonalAssistantProfile
from directory.refusals import Refused
from search.models import IndexedDocument
from tests.directory.test_find import approved
from tests.directory.test_freshness_assistants import old
from tests.directory.test_pages import text
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
NUMBER = "07700 900123"


@pytest.fixture
def ben():
    profile = approved(user=accounts.user("Ben Okafor"))
    personal_assistants.keep_phone(profile=profile, phone=NUMBER, by=profile.user)
    return profile


def at(name, of):
    return reverse(f"provider-assistant-{name}", args=[of.pk])


def test_it_is_asked_where_somebody_begins_and_may_stay_empty(client):
    lucy, scheme = accounts.user("Lucy Marchetti"), make.scheme()
    accounts.sign_in(client, lucy)
    begin = {"name": lucy.name, "employment": "employee"}
    page = client.post(reverse("approvals-apply"), {**begin, "phone": "call me"})
    assert "Enter a telephone number, like 01632 960 001" in text(page)
    client.post(reverse("approvals-apply"), {**begin, "phone": NUMBER})
    assert PersonalAssistantProfile.objects.get().private_phone == NUMBER
    begun = Application.objects.get()
    assert f"{NUMBER}. Only the council sees it." in text(client.get(reverse("approvals-application", args=[begun.pk])))
    accounts.sign_in(client, accounts.user("Ann Hill"))
    client.post(reverse("approvals-apply"), {**begin, "phone": ""})
    assert (Application.objects.count(), scheme.approvals.count()) == (2, 2)


def test_she_changes_it_and_takes_it_away_and_nobody_else_does(client, ben):
    accounts.sign_in(client, ben.user)
    assert NUMBER in text(client.get(reverse("provider-page", args=["assistant", ben.pk])))
    client.post(at("phone", ben), {"phone": "01632 960111"})
    ben.refresh_from_db()
    assert ben.private_phone == "01632 960111"
    client.post(at("phone", ben), {"phone": ""})
    ben.refresh_from_db()
    assert ben.private_phone == ""
    ann = accounts.user("Ann Hill")
    with pytest.raises(Refused):
        personal_assistants.keep_phone(profile=ben, phone=NUMBER, by=ann)
    accounts.sign_in(client, ann)
    assert client.post(at("phone", ben), {"phone": NUMBER}).status_code == 404


def test_whoever_calls_about_an_old_page_reads_it_and_so_do_approvers(client):
    profile = old(300)
    personal_assistants.keep_phone(profile=profile, phone=NUMBER, by=profile.user)
    accounts.sign_in(client, pages.moderator())
    for where in (reverse("staff-freshness"), reverse("staff-freshness-assistant", args=[profile.pk])):
        assert NUMBER in text(client.get(where))
    accounts.sign_in(client, make.decider())
    assert NUMBER in text(client.get(reverse("staff-approval", args=[profile.approvals.get().pk])))


def test_the_public_finds_it_nowhere(client, ben, settings, tmp_path, caplog, search_index):
    """Nor does a resident who is signed in, nor whoever downloads all of it."""
    settings.MEDIA_ROOT = tmp_path
    caplog.set_level(logging.DEBUG)
    open_data.write(at=timezone.now())
    search_index()
    read = [
        "/api/openreferral/services?per_page=100",
        f"/api/openreferral/services/{ben.uuid}",
        "/api/v1/personal-assistants",
        reverse("api:personal-assistant", args=[ben.slug]),
        *(reverse(f"directory-{name}", args=[ben.slug]) for name in ("assistant", "passport", "assistant-correct")),
        "/personal-assistants/",
        "/sitemap.xml",
        "/open-data/directory.json",
        "/open-data/directory.csv",
    ]
    accounts.sign_in(client, accounts.person("Rosa Alvarez").user)
    for address in read:
        answer = client.get(address, follow=True)
        body = b"".join(answer) if answer.streaming else answer.content
        assert (address, answer.status_code, b"900123" in body.replace(b" ", b"")) == (address, 200, False)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files and not any(b"900123" in path.read_bytes() for path in files)
    accounts.sign_in(client, ben.user)
    client.post(at("phone", ben), {"phone": NUMBER})
    documents = json.dumps(list(IndexedDocument.objects.values()), default=str)
    assert (NUMBER in documents, NUMBER in caplog.text, NUMBER in f"{AuditLine.objects.values()}") == (False,) * 3


def test_she_reads_it_in_what_is_held_about_her(ben):
    profile = dict(held.tables())["profile"]
    assert NUMBER in next(iter(profile.rows(Who(ben.user, None))))


def test_it_goes_once_no_approval_is_left(ben):
    approvals.suspend(approval=ben.approvals.get(), by=make.decider(), reason="A complaint")
    ben.refresh_from_db()
    assert ben.private_phone == NUMBER
    approvals.withdraw(approval=ben.approvals.get(), by=make.decider(), reason="Has retired")
    ben.refresh_from_db()
    assert ben.private_phone == ""

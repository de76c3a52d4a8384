"""An approval's last day is over: the minute after, nobody finds, keeps, prints or downloads the assistant any more
(issue 8, §2: "a lapse at midnight removes it everywhere"). Nothing runs at midnight: no job, no indexing."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.actions import approvals, open_data
from directory.models import Approval
from tests.directory.test_find import approved
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
NEAR = "near=AM3+2QT&distance=10"


@pytest.fixture
def clock(monkeypatch):
    """At a minute of a day from today."""

    def move(days, hour, minute):
        day = timezone.localdate() + timedelta(days=days)
        at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
        monkeypatch.setattr(timezone, "now", lambda: at)

    return move


@pytest.fixture
def ben(settings, tmp_path, search_index):
    settings.MEDIA_ROOT = tmp_path
    make.gazetteer("AM3 2QT", 52.0155, -1.0277)
    profile = approved(ends_in=0)
    search_index()
    return profile


def found_at(ben):
    """Where he is looked for, and a word of him that is there."""
    pk = ben.approvals.get().pk
    name = "Ben Okafor"
    return {
        "list": ("/personal-assistants/", name),
        "list near": (f"/personal-assistants/?{NEAR}", name),
        "search": (reverse("directory-find"), name),
        "search near": (f"{reverse('directory-find')}?{NEAR}", name),
        "search all": ("/search/?q=ben", name),
        "api": ("/api/v1/personal-assistants", name),
        "api search": ("/api/v1/search?q=ben", name),
        "feed": ("/api/openreferral/services?per_page=100", name),
        "feed near": ("/api/openreferral/services?postcode=AM3%202QT&proximity=16000", name),
        "feed one": (f"/api/openreferral/services/{ben.uuid}", name),
        "passport": (reverse("directory-passport", args=[ben.slug]), name),
        "passport code": (reverse("directory-passport-code", args=[ben.slug]), "<svg"),
        "passport file": (reverse("directory-passport-file", args=[ben.slug]), "."),
        "check": (reverse("approvals-check-one", args=[pk]), "holds today"),
        "check json": (reverse("approvals-check-json", args=[pk]), '"holds": true'),
        "site map": ("/sitemap.xml", ben.slug),
        "leaflets": ("/shortlist/leaflets/", name),
        "side by side": (f"/compare/?thing=personal_assistant-{ben.pk}", name),
        "shortlist": ("/shortlist/", f"personal_assistant-{ben.pk}"),  # last: it names once what has gone
    }


def there(client, ben):
    found = set()
    for where, (address, word) in found_at(ben).items():
        answer = client.get(address, follow=True)
        if answer.status_code == 200 and word in answer.content.decode():
            found.add(where)
    return found


def test_the_minute_after_he_is_nowhere(client, ben, clock):
    client.post(reverse("directory-shortlist-add"), {"thing": f"personal_assistant-{ben.pk}"})
    clock(0, 23, 59)
    assert there(client, ben) == set(found_at(ben))
    clock(1, 0, 1)
    assert Approval.objects.get().state == "approved"  # nothing has written it down
    assert there(client, ben) == set()
    page = client.get(reverse("directory-assistant", args=[ben.slug])).content.decode()
    assert "Approval ended on" in page  # a link that somebody kept says why, and offers nothing to book


def test_the_file_of_the_day_before_names_nobody_who_lapsed(client, ben, clock):
    """It is there until the next run writes a new one."""
    stays = approved("Ann Hill", ends_in=1)
    clock(0, 12, 0)
    assert open_data.write(at=timezone.now()).records == 1
    clock(1, 0, 1)
    file = b"".join(client.get("/open-data/directory.json")).decode()
    assert (stays.name in file, ben.name in file) == (True, False)


def test_renewed_he_is_back_without_a_rebuild(client, ben, clock, search_index):
    clock(1, 9, 0)
    approval, by, today = ben.approvals.get(), make.decider(), timezone.localdate()
    for kind in ("identity", "insurance"):
        given = {"outcome": "passed", "checked_on": today, "expires_on": today + timedelta(days=90)}
        approvals.record_check(approval=approval, kind=kind, by=by, **given)
    make.approve(approval=approval, by=by)
    search_index()
    assert {"list", "search", "search near", "passport", "feed"} <= there(client, ben)

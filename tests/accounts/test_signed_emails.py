"""Every e-mail, whoever sends it, is signed by the council, and no subject says anything of somebody's health."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client

from accounts import notices
from accounts.models import User
from design.models import Council
from tests.factories import accounts as make

ROOMS = Path(settings.BASE_DIR)
OURS = sorted(ROOMS.glob("*/templates/*/emails/[!_]*.txt"))
ALLAUTHS = sorted(ROOMS.glob("accounts/templates/*/email/*.txt"))
MESSAGES = [each for each in ALLAUTHS if each.name.endswith("_message.txt") and each.name != "base_message.txt"]
SUBJECTS = [each for each in ALLAUTHS if each.name.endswith("_subject.txt")]
HEALTH = re.compile(
    r"\b(care|carer|health|wash\w*|dress\w*|medic\w*|dementia|disab\w*|ill\w*|personal|outcome|support|need\w*|budget)\b",
    re.IGNORECASE,
)
SIGNED = (
    "St Mary’s & Mere Council\nAdult care and support\n01632 960 555, Monday to Friday, 8am to 6pm\n\n"
    "We never ask for your password or your card number.\n"
)
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def named(path: Path) -> str:
    return path.name


@pytest.fixture(autouse=True)
def council(db):
    return Council.objects.create(full_name="St Mary’s & Mere Council", phone="01632 960 555")


def test_there_are_some():
    assert (len(OURS) >= 20, len(MESSAGES) >= 10, len(SUBJECTS) >= 10) == (True, True, True)


@pytest.mark.parametrize("path", OURS, ids=named)
def test_what_the_rooms_send_is_signed(path):
    _, body = notices.render(str(path.relative_to(path.parents[2]).with_suffix("")), {})
    assert body.endswith(f"\n\n{SIGNED}")


@pytest.mark.parametrize("path", MESSAGES, ids=named)
def test_what_allauth_sends_is_signed(path, council):
    body = render_to_string(str(path.relative_to(path.parents[2])), {"council": council})
    assert body.endswith(f"\n\n{SIGNED}")


@pytest.mark.parametrize("path", OURS + SUBJECTS, ids=named)
def test_no_subject_tells_of_health(path):
    subject = path.read_text().strip().splitlines()[0]
    assert HEALTH.findall(re.sub(r"\{.*?\}", "", subject)) == []


def test_an_email_that_is_really_sent():
    make.user(email="rosa@aldermere.example", password=make.PASSWORD)
    Client().post("/accounts/password/reset/", {"email": "rosa@aldermere.example"})
    assert (User.objects.count(), len(mail.outbox)) == (1, 1)
    assert mail.outbox[0].body.strip().endswith(SIGNED.strip())

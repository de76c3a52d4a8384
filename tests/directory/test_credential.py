"""A passport that can be checked without us, and of which only we can say that it still holds."""

import json
from base64 import b64encode, urlsafe_b64decode
from datetime import date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from directory import credential, passport, public, signing
from directory.actions import approvals
from directory.credential import Key, NotGenuine
from directory.models import Approval
from tests.factories import directory as make

OLD, NEW = Key(b"o" * 32), Key(b"n" * 32)
TODAY = timezone.localdate


def raw(text):
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_it_verifies_with_the_published_key_alone():
    """By the steps of RFC 7515 and RFC 8037, not by our own code."""
    text = credential.sign({"sub": "Ben Okafor"}, NEW)
    head, body, signature = text.split(".")
    Ed25519PublicKey.from_public_bytes(raw(NEW.jwk["x"])).verify(raw(signature), f"{head}.{body}".encode())
    assert json.loads(raw(head)) == {"alg": "EdDSA", "kid": NEW.jwk["kid"]}
    assert json.loads(raw(body)) == {"sub": "Ben Okafor"}


def test_whatever_is_changed_is_noticed():
    text = credential.sign({"sub": "Ben Okafor"}, NEW)
    head, _, signature = text.split(".")
    other = credential.encoded(credential.compact({"sub": "Ada Quill"}))
    none = credential.encoded(credential.compact({"alg": "none", "kid": NEW.name}))
    bad = (f"{head}.{other}.{signature}", f"{none}.{other}.", text[:-4], "", "a.b.c", "é.é.é")
    for wrong in bad:
        with pytest.raises(NotGenuine):
            credential.verify(wrong, [NEW.jwk])
    with pytest.raises(NotGenuine):
        credential.verify(text, [OLD.jwk])


def test_a_key_that_was_changed_still_verifies_what_it_signed_while_it_is_published():
    text = credential.sign({"sub": "Ben Okafor"}, OLD)
    with override_settings(APPROVAL_KEYS=[b64encode(NEW.seed).decode(), b64encode(OLD.seed).decode()]):
        assert signing.keys()[0] == NEW
        assert credential.verify(text, signing.published()) == {"sub": "Ben Okafor"}
    with override_settings(APPROVAL_KEYS=[]):
        assert len(signing.published()) == 1


@pytest.fixture
def approval(db):
    until = TODAY() + timedelta(days=30)
    decided = {"decided_at": make.NOON, "decided_by": make.decider()}
    days = {"approved_on": TODAY() - timedelta(days=3), "until": until, "conditions": "Not with a hoist"}
    made = make.approval(make.assistant(status="published"), state="approved", **decided, **days)
    make.check(made, "identity", checked_on=TODAY() - timedelta(days=4), expires_on=until)
    make.check(made, "dbs", checked_on=TODAY() - timedelta(days=4), expires_on=until)
    return made


def at(name, approval):
    return reverse(name, args=[approval.personal_assistant.slug])


def saved(client, approval):
    return client.get(at("directory-passport-file", approval)).content.decode().strip()


def test_the_file_says_each_check_and_what_was_not_checked(client, approval):
    said = credential.verify(saved(client, approval), client.get("/.well-known/approval-keys.json").json()["keys"])
    assert (said["sub"], said["jti"], said["conditions"]) == ("Ben Okafor", str(approval.pk), "Not with a hoist")
    until = approval.until.isoformat()
    dbs = next(one for one in said["checks"] if one["what"] == "Criminal record check")
    assert (dbs["level"], dbs["by"], dbs["until"]) == ("Enhanced DBS", "Trading Standards", until)
    assert said["not_checked"] == ["Insurance"]
    assert "Not a recommendation" in said["note"]
    assert "statutory excuse" in said["note"]


def test_it_ends_at_the_midnight_after_its_last_day(approval):
    shown = passport.of(public.approvals_with_checks().get(), TODAY())
    said = credential.verify(signing.signed(shown, "Ben Okafor"), signing.published())
    ends = datetime.fromtimestamp(said["exp"], tz=timezone.get_current_timezone())
    assert (ends.date(), ends.hour, ends.minute) == (approval.until + timedelta(days=1), 0, 0)


def test_a_lapse_at_midnight_removes_it_everywhere(client, approval):
    text = saved(client, approval)
    Approval.objects.update(until=TODAY() - timedelta(days=1))
    for name in ("directory-passport", "directory-passport-code", "directory-passport-file"):
        assert client.get(at(name, approval)).status_code == 404
    assert client.get(reverse("approvals-check-json", args=[approval.pk])).json()["holds"] is False
    assert "it does not hold today" in client.post(reverse("approvals-check"), {"credential": text}).content.decode()


def test_a_suspension_is_seen_online_at_once_and_says_nothing_more(client, approval):
    assert client.get(reverse("approvals-check-json", args=[approval.pk])).json()["name"] == "Ben Okafor"
    approvals.suspend(approval=Approval.objects.get(), by=make.decider(), reason="A complaint")
    answer = client.get(reverse("approvals-check-json", args=[approval.pk]))
    assert set(answer.json()) == {"id", "holds", "checked_at"}
    assert (answer["Access-Control-Allow-Origin"], answer["Cache-Control"]) == ("*", "no-store")
    page = client.get(reverse("approvals-check-one", args=[approval.pk])).content.decode()
    assert "does not hold" in page
    assert "Ben" not in page
    never = client.get(reverse("approvals-check-one", args=[approval.pk + 1000])).content.decode()
    assert ("does not hold" in never, "suspend" in page.lower()) == (True, False)


def test_the_page_has_a_code_and_what_it_is_not(client, approval):
    page = client.get(at("directory-passport", approval)).content.decode()
    for words in (
        "Not with a hoist",
        "not a recommendation",
        "you must check the right to work yourself",
        "Not checked",
    ):
        assert words in page
    code = client.get(at("directory-passport-code", approval))
    assert (code["Content-Type"], code.content[:5]) == ("image/svg+xml", b"<?xml")


def test_a_forged_text_is_refused_and_stays_in_the_box(client, approval):
    answer = client.post(reverse("approvals-check"), {"credential": "a.b.c"}).content.decode()
    assert "not signed by us" in answer
    assert "a.b.c" in answer


def test_a_check_of_the_check_is_of_a_number_of_ours(client, approval):
    odd = credential.sign({"jti": "not a number"}, signing.keys()[0])
    assert "does not hold" in client.post(reverse("approvals-check"), {"credential": odd}).content.decode()


def test_dates_are_days_of_the_council():
    assert signing.seconds(date(2026, 7, 1)) == 1782860400  # midnight in summer time

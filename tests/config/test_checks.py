"""Each mistake in the configuration is named, and a sound configuration is not."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config import checks

MEMORY = {"default": {"ENGINE": "config.sqlite_in_turn", "NAME": ":memory:"}}

SECRETS = {f"STRIPE_WEBHOOK_SECRET_{endpoint}": ["whsec_1"] for endpoint in ("ACCOUNT", "CONNECT", "ISSUING")}


@pytest.fixture
def errors(monkeypatch):
    """The ids of what is wrong once these settings are changed."""

    def ids(**changed: object) -> list[str]:
        for name, value in changed.items():
            monkeypatch.setattr(settings, name, value)
        return sorted(message.id for message in checks.check_all() if message.is_serious())

    return ids


def test_a_sound_configuration_has_no_errors(errors):
    assert errors() == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"SECRET_KEY": "short"}, ["waymark.E001"]),
        ({"SECRET_KEY": ""}, ["waymark.E001"]),
        ({"SITE_URL": "care.example.org"}, ["waymark.E005"]),
        ({"SITE_URL": "https://testserver/care"}, ["waymark.E005"]),
        ({"SITE_URL": "https://care.example.org"}, ["waymark.E006"]),
        ({"SITE_URL": "http://care.example.org", "ALLOWED_HOSTS": [".example.org"]}, ["waymark.E014"]),
        ({"SITE_URL": "https://care.example.org", "ALLOWED_HOSTS": [".example.org"], "DEBUG": True}, ["waymark.E002"]),
        ({"CARD_ISSUER": "bank"}, ["waymark.E009"]),
        ({"CARD_ISSUER": "stripe", **SECRETS}, ["waymark.E010"]),
        ({"CARD_ISSUER": "stripe", "STRIPE_SECRET_KEY": "sk_test_1"}, ["waymark.E017"]),
        ({"CARD_ISSUER": "stripe", "STRIPE_SECRET_KEY": "sk_test_1", **SECRETS}, []),
        (
            {"CARD_ISSUER": "stripe", "STRIPE_SECRET_KEY": "sk_1", **SECRETS, "STRIPE_WEBHOOK_SECRET_CONNECT": []},
            ["waymark.E017"],
        ),
        ({"STRIPE_API_BASE": "http://127.0.0.1:12111"}, []),
        ({"STRIPE_API_BASE": "api.stripe.com"}, ["waymark.E016"]),
        ({"STRIPE_API_BASE": "https://api.stripe.com/v1"}, ["waymark.E016"]),
        ({"STRIPE_API_BASE": "http://stripe.example.org"}, ["waymark.E016"]),
        ({"WAYMARK_DEMO": True}, []),
        ({"STRIPE_SECRET_KEY": "sk_test_1"}, ["waymark.E019"]),
        ({"STRIPE_SECRET_KEY": "sk_test_1", **SECRETS}, []),
        ({"WAYMARK_DEMO": True, "STRIPE_SECRET_KEY": "sk_live_1", **SECRETS}, ["waymark.E007"]),
        (
            {"WAYMARK_DEMO": True, "SITE_URL": "https://care.example.org", "ALLOWED_HOSTS": ["care.example.org"]},
            ["waymark.E008"],
        ),
        ({"WAYMARK_DEMO": True, "ALLOWED_HOSTS": ["*", "testserver"]}, ["waymark.E008"]),
        ({"DATABASES": {"default": {"ENGINE": "django.db.backends.mysql"}}}, ["waymark.E003"]),
        ({"DATABASES": MEMORY}, ["waymark.E004"]),
    ],
)
def test_a_mistake_is_named(errors, changed, expected):
    assert errors(**changed) == expected


@pytest.mark.parametrize(("secret", "expected"), [([], ["waymark.W002"]), (["whsec_1"], [])])
def test_providers_accounts_that_nobody_would_hear_of_are_a_warning(settings, secret, expected):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET_CONNECT = "sk_test_1", secret
    assert [message.id for message in checks.payouts()] == expected


def test_a_missing_style_sheet_is_a_warning(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    assert [message.id for message in checks.styles()] == ["waymark.W001"]


def test_the_web_server_does_not_start_on_a_mistake(settings):
    settings.CARD_ISSUER = "bank"
    with pytest.raises(ImproperlyConfigured, match=r"CARD_ISSUER is 'bank'.*\n*.*sandbox or stripe"):
        checks.refuse_to_start()


@pytest.mark.parametrize(
    ("name", "value", "id_"),
    [
        ("DATABASE_URL", "mongo://secret-host/x", "E003"),
        ("EMAIL_URL", "pigeon://secret-host", "E011"),
        ("CACHE_URL", "shoebox://secret-host", "E012"),
        ("TRUSTED_PROXIES", "secret-host", "E013"),
    ],
)
def test_a_setting_that_cannot_be_read_is_explained_without_its_value(name, value, id_):
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "x" * 40, name: value}
    words = [sys.executable, "manage.py", "check", "--tag", "waymark"]
    done = subprocess.run(words, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, f"waymark.{id_}" in done.stderr, name in done.stderr) == (1, True, True)
    assert "secret-host" not in done.stderr

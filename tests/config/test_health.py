from io import StringIO

import pytest
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder

from config.views import health


@pytest.fixture
def index(db, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "search"
    call_command("rebuild_search", stdout=StringIO())


def test_live_asks_nobody(client):
    answer = client.get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_when_everything_is_there(client, db, index):
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "migrations": True, "search": True})


def test_not_ready_with_a_migration_to_come(client, db, index):
    health.all_applied.cache_clear()
    MigrationRecorder.Migration.objects.filter(app="accounts").delete()
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["migrations"]) == (503, False)


def test_not_ready_without_a_search_index(client, db, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "nowhere"
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["search"]) == (503, False)


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_only_get(client, path):
    assert client.post(path).status_code == 405

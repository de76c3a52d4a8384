from django.conf import settings
from django.db import connection

from accounts.models import User


def test_every_room_is_installed():
    assert {"config", "marketplace", "directory", "cms", "accounts", "search", "design"} <= set(settings.INSTALLED_APPS)


def test_a_user_signs_in_by_email_in_any_case(db):
    rosa = User.objects.create_user("Rosa@Aldermere.example", "waymark-demo-2026", name="Rosa Alvarez")
    assert User.objects.get_by_natural_key("ROSA@aldermere.example") == rosa


def test_sqlite_is_set_up_for_money(db):
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        modes = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert modes == ["wal", 2, 1]

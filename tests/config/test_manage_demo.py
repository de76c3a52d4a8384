"""`make manage CMD=...`: a command on the demo's data, with the demo's settings and its own exit code."""

import sqlite3
from contextlib import closing

import pytest

from config import serve_demo


@pytest.fixture
def demo(tmp_path, monkeypatch):
    monkeypatch.setattr(serve_demo, "HOME", tmp_path)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    return tmp_path


def test_before_there_is_a_demo_it_says_how_to_make_one(demo, capfd):
    assert serve_demo.main(["manage", "audit_money"]) == 1
    assert "make demo" in capfd.readouterr().out
    assert list(demo.iterdir()) == []


def test_a_command_runs_on_the_demos_data(demo, capfd):
    (demo / "seeded").touch()
    assert serve_demo.main(["manage", "diffsettings"]) == 0
    said = capfd.readouterr().out
    assert f"{demo / 'waymark.sqlite3'}" in said
    assert "WAYMARK_DEMO = True" in said


def test_what_an_older_version_made_is_started_over(demo, capfd, monkeypatch):
    monkeypatch.setattr(serve_demo, "port_is_free", lambda: True)
    with closing(sqlite3.connect(demo / "waymark.sqlite3")) as half_way:
        half_way.execute("CREATE TABLE django_migrations (id INTEGER, app TEXT, name TEXT, applied TEXT)")
        steps = [("accounts", "0001_initial"), ("accounts", "0002_people_and_money")]
        half_way.executemany("INSERT INTO django_migrations VALUES (0, ?, ?, '2026-11-01')", steps)
        half_way.commit()
    assert serve_demo.main([]) == 1
    assert "`make demo-fresh` starts over" in capfd.readouterr().out


def test_its_exit_code_is_the_commands(demo, capfd):
    (demo / "seeded").touch()
    assert serve_demo.main(["manage", "no_such_command"]) == 1

"""`make manage CMD=...`: a command on the demo's data, with the demo's settings and its own exit code."""

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


def test_its_exit_code_is_the_commands(demo, capfd):
    (demo / "seeded").touch()
    assert serve_demo.main(["manage", "no_such_command"]) == 1

import pytest
from django.core.management import CommandError, call_command

from accounts import daily
from design.registry import Registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(monkeypatch):
    registry = Registry("daily")
    monkeypatch.setattr(daily, "_due", registry)
    return registry


def test_it_does_what_is_due_at_the_end_of_a_day_and_says_so(due, capsys):
    moments = []
    due.register("orders", lambda at: moments.append(at) or 2)
    due.register("quiet", lambda at: None)
    call_command("run_day", "--date", "2027-03-28")
    assert capsys.readouterr().out == "orders: 2\nquiet: done\n"
    assert [at.isoformat() for at in moments] == ["2027-03-28T23:59:59.999999+01:00"]


def test_it_fails_in_words_and_still_does_the_rest(due, capsys):
    due.register("broken", lambda at: 1 // 0)
    due.register("fine", lambda at: 1)
    with pytest.raises(CommandError, match="Did not finish: broken"):
        call_command("run_day")
    assert capsys.readouterr().out == "broken: ZeroDivisionError (failed)\nfine: 1\n"


@pytest.mark.django_db
def test_the_real_day_runs_twice():
    call_command("run_day")
    call_command("run_day")

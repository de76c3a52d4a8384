"""A support plan on screen: written, checked, sent, read and printed."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Basis, Scope
from marketplace.actions import plan_lines, visits
from marketplace.models import PlanLine, PlanVersion
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories import plans as make

pytestmark = pytest.mark.django_db
LINE = {"what": "A taxi", "unit": "visit", "price": "12.50", "times": "2", "every": "week"}


@pytest.fixture
def person():
    return people.person()


@pytest.fixture
def rosa(person):
    client = Client()
    client.force_login(person.user)
    return client


def text(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def go(client, name, data, *args):
    response = client.post(reverse(name, args=args), data)
    return response.status_code, response.headers.get("Location", response.content.decode())


def now(version):
    return PlanVersion.objects.get(pk=version.pk).revision


STEPS = {"what": ("what", "kind"), "price": ("unit", "price"), "often": ("minutes", "times", "every")}


def step(client, name, pk, at, data=LINE):
    """One question of a line: the first of a new one has the address of the line itself."""
    fields = {field: data[field] for field in STEPS.get(at, ()) if field in data}
    args = (pk,) if at == ("check" if name == "line" else "what") else (pk, at)
    return go(client, f"plans-{name}" if len(args) == 1 else f"plans-{name}-step", fields, *args)


def buy(client, name, pk, data=LINE):
    """All questions of a line, and saved."""
    for at in STEPS:
        assert step(client, name, pk, at, data)[0] == 302
    return step(client, name, pk, "check")


def test_from_nothing_to_the_council(rosa, person):
    assert "There is no plan yet" in text(rosa, "plans-home")
    assert go(rosa, "plans-start", {}) == (302, "/plans/draft/")
    wish = {"words": "I want to get to my choir", "outcome": market.outcome("Getting out").pk}
    assert go(rosa, "plans-outcome-add", wish) == (302, "/plans/draft/")
    version = PlanVersion.objects.get()
    assert buy(rosa, "line-add", version.outcomes.get().pk) == (302, "/plans/draft/")
    assert go(rosa, "plans-contingency", {"contingency": "200", "revision": now(version)}) == (302, "/plans/draft/")
    assert go(rosa, "plans-format", {"read_in": "large_print", "revision": now(version)}) == (302, "/plans/draft/")
    page = text(rosa, "plans-check")
    assert [words in page for words in ("I want to get to my choir", "A taxi", "£25.00", "£200.00", "Large print")] == [
        True
    ] * 5
    version.refresh_from_db()
    assert go(rosa, "plans-check", {"revision": version.revision}) == (302, "/plans/")
    version.refresh_from_db()
    assert (version.state, version.weekly_pence, version.sent_by) == ("sent", 2500, person.user)
    assert "The council has version 1" in text(rosa, "plans-home")


@pytest.mark.parametrize(
    ("at", "change", "says"),
    [
        ("what", {"what": ""}, "Write what you would buy"),
        ("what", {"what": "x" * 151}, "Write 150 characters or fewer"),
        ("price", {"unit": ""}, "Choose what the price is for"),
        ("price", {"price": "lots"}, "Enter an amount of money in numbers, like 12.50"),
        ("price", {"price": "0"}, "Enter £0.01 or more"),
        ("often", {"times": "two"}, "Enter a whole number, like 2"),
        ("often", {"times": "0"}, "Enter a number from 1 to 1000"),
        ("often", {"every": "moon"}, "Choose one of the answers"),
    ],
)
def test_a_bad_answer_is_kept_out_and_what_was_typed_stays(rosa, person, at, change, says):
    under = make.outcome(make.draft(person))
    for before in list(STEPS)[: list(STEPS).index(at)]:
        step(rosa, "line-add", under.pk, before)
    status, page = step(rosa, "line-add", under.pk, at, {**LINE, **change})
    assert (status, says in page, PlanLine.objects.count()) == (200, True, 0)
    assert {"what": change.get("what", ""), "price": change.get("price", "12.50"), "often": change.get("times", "2")}[
        at
    ] in page


def test_a_price_for_an_hour_asks_how_long(rosa, person):
    under = make.outcome(make.draft(person))
    hours = {**LINE, "unit": "hour"}
    for at in ("what", "price"):
        step(rosa, "line-add", under.pk, at, hours)
    status, page = step(rosa, "line-add", under.pk, "often", hours)
    assert (status, "Choose how long each time" in page) == (200, True)
    assert step(rosa, "line-add", under.pk, "often", {**hours, "minutes": "60"})[1].endswith("/buy/check/")


def test_nobody_skips_a_question(rosa, person):
    under = make.outcome(make.draft(person))
    for at in ("price", "often", "offer", "check"):
        response = rosa.get(reverse("plans-line-add-step", args=[under.pk, at]))
        assert response.headers["Location"] == f"/plans/draft/outcomes/{under.pk}/buy/"
    step(rosa, "line-add", under.pk, "what")
    response = rosa.get(reverse("plans-line-add-step", args=[under.pk, "check"]))
    assert response.headers["Location"] == f"/plans/draft/outcomes/{under.pk}/buy/price/"
    assert rosa.get(reverse("plans-line-add-step", args=[under.pk, "moon"])).status_code == 404
    assert 'value="A taxi"' in text(rosa, "plans-line-add", under.pk)


def test_saving_twice_is_one_line(rosa, person):
    under = make.outcome(make.draft(person))
    assert buy(rosa, "line-add", under.pk) == (302, "/plans/draft/")
    assert step(rosa, "line-add", under.pk, "check") == (302, "/plans/draft/")
    assert PlanLine.objects.get().what == "A taxi"


def test_two_people_who_write_at_once_do_not_overwrite_each_other(rosa, person):
    version = make.written(person)
    under, line = version.outcomes.get(), version.outcomes.get().lines.get()
    assert step(rosa, "line", line.pk, "price")[0] == 302
    plan_lines.put_outcome(version=version, outcome=under.outcome, words="By Amira", by=person.user, changing=under)
    for at in ("price", "often"):
        step(rosa, "line", line.pk, at)
    status, page = step(rosa, "line", line.pk, "check")
    line.refresh_from_db()
    assert (status, "Somebody changed the plan" in page, line.price_pence) == (200, True, 1650)
    assert step(rosa, "line", line.pk, "check") == (302, "/plans/draft/")
    line.refresh_from_db()
    assert line.price_pence == 1250
    old = {"words": "By Rosa", "outcome": under.outcome_id, "revision": version.revision}
    status, page = go(rosa, "plans-outcome", old, under.pk)
    under.refresh_from_db()
    assert (status, "By Rosa" in page, under.words) == (200, True, "By Amira")


def test_a_bad_outcome_is_kept_out(rosa, person):
    make.draft(person)
    status, page = go(rosa, "plans-outcome-add", {"words": "", "outcome": "99999"})
    assert (status, "Write what matters to you" in page, PlanVersion.objects.get().outcomes.count()) == (200, True, 0)


def test_a_line_is_changed_and_taken_out(rosa, person):
    line = make.written(person).outcomes.get().lines.get()
    assert "£16.50 an hour" in text(rosa, "plans-line", line.pk)
    assert 'value="16.50"' in text(rosa, "plans-line-step", line.pk, "price")
    assert buy(rosa, "line", line.pk) == (302, "/plans/draft/")
    line.refresh_from_db()
    assert (line.what, line.weekly_pence, PlanVersion.objects.get().weekly_pence) == ("A taxi", 2500, 2500)
    assert go(rosa, "plans-line-remove", {}, line.pk)[0] == 302
    assert PlanLine.objects.count() == 0


def test_somebody_else_s_lines_are_not_found(rosa, person):
    theirs = make.written(people.person("Joan Whitfield")).outcomes.get()
    make.written(person)
    for name, pk in (
        ("plans-outcome", theirs.pk),
        ("plans-outcome-remove", theirs.pk),
        ("plans-line-add", theirs.pk),
        ("plans-line", theirs.lines.get().pk),
        ("plans-line-remove", theirs.lines.get().pk),
    ):
        assert go(rosa, name, LINE, pk)[0] == 404
    assert (theirs.lines.get().what, theirs.words) == ("Somebody to go with me", "I want to go to choir")


def test_what_changed_meanwhile_is_checked_again(rosa, person):
    version = make.written(person)
    make.line(version.outcomes.get(), "A taxi")
    for revision in (version.revision, "", "x", "9" * 30):
        assert go(rosa, "plans-check", {"revision": revision}) == (302, "/plans/draft/check/")
    assert PlanVersion.objects.get().state == "draft"


def test_a_plan_with_a_gap_cannot_be_checked(rosa, person):
    make.draft(person)
    assert go(rosa, "plans-check", {}) == (302, "/plans/draft/")


def test_taken_back_and_deleted(rosa, person):
    version = make.sent(person)
    assert go(rosa, "plans-take-back", {}, 1) == (302, "/plans/draft/")
    assert go(rosa, "plans-take-back", {}, 1) == (302, "/plans/")
    assert go(rosa, "plans-discard", {}) == (302, "/plans/")
    assert not PlanVersion.objects.filter(pk=version.pk).exists()


def test_reasons_are_read_and_the_next_version_starts_from_there(rosa, person):
    make.sent_back(person)
    assert "Say which choir" in text(rosa, "plans-home")
    assert go(rosa, "plans-start", {}) == (302, "/plans/draft/")
    assert "I want to go to choir" in text(rosa, "plans-draft")


def test_while_it_is_with_the_council_nothing_is_begun(rosa, person):
    make.sent(person)
    assert go(rosa, "plans-start", {}) == (302, "/plans/")
    assert PlanVersion.objects.count() == 1


def test_an_agreed_plan_is_read_in_large_letters(rosa, person):
    make.agreed(person)
    page = text(rosa, "plans-version", 1, size="large")
    assert ("wm-large" in page, "Agreed" in page, "Staff Member" in page) == (True, True, True)
    assert "wm-large" not in text(rosa, "plans-version", 1)


def test_spending_by_outcome_for_those_who_may_see_totals(rosa, person):
    pot = market.pot(person, label="Getting out")
    visit = market.recorded(pot=pot)
    visits.confirm(visit=visit, by=person.user)
    make.agreed(person)
    page = text(rosa, "plans-home")
    assert ("£33.00 of £264.00" in page, "What was spent, by outcome" in page) == (True, True)
    friend = people.mandate(person, people.user("Priya"), Scope.PROPOSE, basis=Basis.BROKER)
    client = sessions.enter(Client(), friend.delegate, acting=friend)
    assert "£33.00" not in text(client, "plans-home")


def test_a_delegate_without_the_scope_sees_none_of_it(person):
    make.agreed(person)
    cousin = people.mandate(person, people.user("Cousin"), Scope.SEE_BALANCE, Scope.SEE_LINES)
    client = sessions.enter(Client(), cousin.delegate, acting=cousin)
    for name, args in (("plans-home", ()), ("plans-version", (1,)), ("plans-draft", ()), ("plans-start", ())):
        assert client.get(reverse(name, args=args)).status_code == 403
    assert client.post(reverse("plans-start")).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_draft_costs_the_same_however_long(rosa, person, number, django_assert_num_queries):
    version = make.draft(person)
    for _ in range(number):
        under = make.outcome(version)
        make.line(under)
    text(rosa, "plans-draft")
    with django_assert_num_queries(13):
        text(rosa, "plans-draft")

"""A monthly review of the reasons for which lines were opened: read by a manager, each marked once, never one's own."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import look_reviews as actions
from accounts.actions.look_reviews import LookRefused
from accounts.models import AuditLine, LookMark, LookReview
from accounts.queries import look_reviews as found
from accounts.queries import looks
from accounts.queries.looks import Why
from accounts.roles import Role, Scope
from tests import sessions
from tests.accounts.screens import rows, send, words
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


def on(day, hour=11):
    return timezone.make_aware(datetime(2026, 10, day, hour))  # noqa: DTZ001 (made local here)


@pytest.fixture
def rosa():
    return make.person("Rosa Alvarez", case_reference="LAS-1")


@pytest.fixture
def gwen():
    return make.staff(Role.ADMINISTRATOR, name="Gwen Price")


@pytest.fixture
def manager(gwen):
    return sessions.enter(Client(), gwen)


def looked(person, by, at, words="A payment went wrong"):
    why = Why(words, "Q-17/2", at + timedelta(hours=1))
    looks.record(person=person, by=by, where="Finance. Your payments", why=why, at=at)
    return AuditLine.objects.filter(action="lines.seen").latest("pk").pk


def month_page(name="month", *args):
    return reverse(f"staff-looks-{name}", args=[2026, 10])


def test_month_by_month_who_looked_how_often_and_why(manager, ann, rosa):
    for day in (3, 4):
        looked(rosa, ann, on(day))
    looked(make.person("Joan Whitfield"), ann, on(5), "A yearly check of the books")
    looked(rosa, make.staff(Role.FINANCE, name="Bo Day"), on(6))
    looked(rosa, ann, on(6) + timedelta(days=31))
    [november, october] = found.months()
    assert (november.looks, october.looks, october.left) == (1, 4, 4)
    assert found.by_whom(found.of_month(OCTOBER)) == [("Ann Lee", 3, 2), ("Bo Day", 1, 1)]
    assert "October 2026" in words(manager.get(reverse("staff-looks")))
    shown = words(manager.get(month_page()))
    for said in ("4 left to read", "A payment went wrong (Q-17/2)", "A yearly check of the books", "LAS-1"):
        assert said in shown


def test_no_resident_is_named_on_it_and_no_payment(manager, ann, rosa):
    pk = looked(rosa, ann, on(3))
    for address in (month_page(), month_page("sheet"), reverse("staff-looks-mark", args=[pk])):
        page = manager.get(address).content.decode()
        assert "Rosa" not in page
        assert "LAS-1" in page
        assert "£" not in page


def test_only_stated_reasons_are_read(ann, rosa):
    """What a practitioner or a delegate opens is in the person's log, and has no stated reason."""
    looks.record(person=rosa, by=ann, where="Practitioner. Your page at the council", action=looks.PAGE, at=on(3))
    looks.record(person=rosa, by=ann, where="A receipt", at=on(3))
    assert found.months() == []


def test_each_is_marked_once_and_the_page_says_what_is_left(manager, ann, rosa):
    first, second = looked(rosa, ann, on(3)), looked(rosa, ann, on(4))
    at = reverse("staff-looks-mark", args=[first])
    assert "Choose whether it is in order" in words(send(manager, at))
    assert "Enter what you want to ask" in words(send(manager, at, verdict="ask"))
    assert "1 reason left in this month" in words(send(manager, at, verdict="ask", note="Ask Ann which payment"))
    assert "Ask Ann which payment" in words(manager.get(month_page()))
    assert manager.get(at).status_code == 404
    with pytest.raises(LookRefused):
        actions.mark(line=first, verdict="in_order", note="", by=make.staff(Role.ADMINISTRATOR))
    send(manager, reverse("staff-looks-mark", args=[second]), verdict="in_order")
    assert "All read. To finish" in words(manager.get(month_page()))
    assert list(LookMark.objects.order_by("pk").values_list("verdict", flat=True)) == ["ask", "in_order"]


def test_nobody_reads_her_own_reasons(manager, gwen, rosa):
    """A manager who may also look."""
    pk = looked(rosa, gwen, on(3))
    assert "Yours: another manager reads it" in words(manager.get(month_page()))
    assert manager.get(reverse("staff-looks-mark", args=[pk])).status_code == 404
    with pytest.raises(LookRefused, match="Another manager"):
        actions.mark(line=pk, verdict="in_order", note="", by=gwen)
    other = sessions.enter(Client(), make.staff(Role.ADMINISTRATOR, name="Olu Peters"))
    send(other, reverse("staff-looks-mark", args=[pk]), verdict="in_order")
    assert LookMark.objects.get().marked_by.name == "Olu Peters"


def test_a_month_is_finished_once_when_it_is_over_and_nothing_is_left(manager, gwen, ann, rosa):
    pk = looked(rosa, ann, on(3))
    assert "There is something left to read: 1." in words(manager.post(month_page("finish"), follow=True))
    actions.mark(line=pk, verdict="in_order", note="", by=gwen)
    assert "October 2026 is finished" in words(manager.post(month_page("finish"), follow=True))
    assert "finished already" in words(manager.post(month_page("finish"), follow=True))
    assert (LookReview.objects.count(), AuditLine.objects.filter(action="looks.reviewed").count()) == (1, 1)
    assert "Finished by Gwen Price" in words(manager.get(reverse("staff-looks")))


def test_a_month_that_runs_is_not_finished(gwen, ann, rosa):
    now = timezone.now()
    pk = looked(rosa, ann, now)
    actions.mark(line=pk, verdict="in_order", note="", by=gwen)
    with pytest.raises(LookRefused, match="not over"):
        actions.finish(month=timezone.localdate(now).replace(day=1), by=gwen)


def test_a_spreadsheet_of_the_month(manager, gwen, ann, rosa):
    actions.mark(line=looked(rosa, ann, on(3)), verdict="ask", note="Which payment?", by=gwen)
    _, row = rows(manager.get(month_page("sheet")))
    assert row[1:] == ["Ann Lee", "LAS-1", "A payment went wrong (Q-17/2)", "Ask about it", "Which payment?"]


def test_the_desk_says_what_is_to_read(manager, ann, rosa):
    looked(rosa, ann, on(3))
    assert "1 to read. 1 month not finished." in words(manager.get("/staff/"))


def test_a_month_without_looks_is_not_there(manager):
    assert "Nobody has looked" in words(manager.get(reverse("staff-looks")))
    assert manager.get(month_page()).status_code == 404
    assert manager.get("/staff/looks/2026/13/").status_code == 404


def test_a_page_costs_as_many_queries_for_three_as_for_one(manager, ann, rosa):
    costs = []
    for day in (3, 4, 5):
        looked(rosa, ann, on(day))
        with CaptureQueriesContext(connection) as caught:
            manager.get(month_page())
        costs.append(len(caught))
    assert costs[0] == costs[2]


def test_nobody_reads_the_reasons_about_herself_or_somebody_she_acts_for(gwen, ann, rosa):
    make.mandate(rosa, gwen, Scope.SEE_BALANCE)
    line = looked(rosa, ann, on(3))
    assert list(found.to_read(gwen)) == []
    with pytest.raises(LookRefused, match="somebody you act for"):
        actions.mark(line=line, verdict="in_order", note="", by=gwen)


@pytest.mark.parametrize("address", ["0/1/", "10000/1/", "2026/13/", "2026/0/"])
def test_a_month_that_is_none_is_not_there(manager, address):
    assert manager.get(f"/staff/looks/{address}").status_code == 404

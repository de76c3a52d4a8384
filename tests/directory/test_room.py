"""The rule of places in the week, and the actions that say, confirm, take and give back (issue 8, section 5)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditLine
from directory import room
from directory.actions import capacity
from directory.actions.capacity import Full, Line
from directory.models import AreaServed, Capacity, ServiceArea, TakenPlace
from directory.refusals import Moved
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories.directory import NOON

TUESDAY_8 = datetime(2026, 11, 24, 8, tzinfo=NOON.tzinfo)
MORNING = [room.Piece(2, "morning", 120, 180)]


@dataclass
class Row:
    weekday: int = 2
    part: str = "morning"
    starts: time = time(6)
    ends: time = time(12)
    area: str = ""
    places: int = 1
    taken: int = 0
    confirmed_at: datetime = NOON


@pytest.mark.parametrize(
    ("weekday", "starts", "minutes", "found"),
    [
        (2, time(8), 60, [(2, "morning", 120, 180)]),
        (2, time(11, 30), 60, [(2, "morning", 330, 360), (2, "afternoon", 360, 390)]),
        (2, time(3), 60, [(1, "night", 1260, 1320)]),  # the small hours are Monday's night
        (1, time(5, 30), 60, [(7, "night", 1410, 1440), (1, "morning", 0, 30)]),
        (7, time(22), 540, [(7, "night", 960, 1440), (1, "morning", 0, 60)]),
    ],
)
def test_a_time_lies_in_parts_of_the_week(weekday, starts, minutes, found):
    assert room.pieces(weekday, starts, minutes) == [room.Piece(*one) for one in found]


@pytest.mark.parametrize(("days", "counted"), [(-1, False), (0, True), (13.99, True), (14, False), (30, False)])
def test_what_was_said_counts_only_while_it_is_younger_than_14_days(days, counted):
    assert room.counts(NOON, NOON + timedelta(days=days)) is counted
    assert bool(room.areas_with_room([Row()], MORNING, NOON + timedelta(days=days))) is counted


@pytest.mark.parametrize(
    ("row", "has"),
    [
        (Row(), True),
        (Row(starts=time(8), ends=time(9)), True),
        (Row(starts=time(8, 30)), False),  # they begin later
        (Row(taken=1), False),
        (Row(places=0), False),
        (Row(weekday=3), False),
        (Row(part="afternoon", starts=time(12), ends=time(17, 30)), False),
    ],
)
def test_there_is_room_where_the_hours_hold_the_time_and_a_place_is_left(row, has):
    assert bool(room.areas_with_room([row], MORNING, NOON)) is has


def test_a_time_over_two_parts_needs_room_in_both_in_one_area():
    both = room.pieces(2, time(11, 30), 60)
    late = Row(part="afternoon", starts=time(12), ends=time(17, 30))
    assert room.areas_with_room([Row(area="Alderford"), late], both, NOON) == {"Alderford"}
    late.area = "Castle"
    assert room.areas_with_room([Row(area="Alderford"), late], both, NOON) == set()


def test_the_fingerprint_changes_with_a_booking():
    assert room.fingerprint([Row()]) != room.fingerprint([Row(taken=1)])
    assert room.fingerprint([Row(), Row(part="night")]) == room.fingerprint([Row(part="night"), Row()])


@pytest.mark.parametrize(("days", "said"), [(0, "today"), (1, "yesterday"), (3, "3 days ago")])
def test_how_long_ago_it_was_said(days, said):
    assert room.said_ago(NOON - timedelta(days=days), NOON) == said


@pytest.fixture
def ben(db):
    return directory.assistant()


def say(of, *lines, **more):
    capacity.say(of=of, lines=[Line(*line) for line in lines], by=None, **{"at": NOON} | more)


def left(of):
    return [(row.weekday, row.part, row.area, room.left(row)) for row in capacity.said_by(of)]


def test_what_somebody_says_is_room_for_one_more_of_today(ben):
    say(ben, (2, "morning"))
    row = Capacity.objects.get()
    assert (row.profile, row.places, row.starts, row.ends, row.confirmed_at) == (ben, 1, time(6), time(12), NOON)
    assert ben.told_us_on == NOON.date()


def test_saying_one_area_anew_leaves_the_others(db):
    home_care = directory.service("Home care")
    say(home_care, (2, "morning", 3), area="Alderford")
    say(home_care, (2, "morning", 1), (3, "night", 0), area="Castle")
    say(home_care, (4, "evening", 2), area="Castle", at=NOON + timedelta(days=1))
    assert left(home_care) == [(2, "morning", "Alderford", 3), (4, "evening", "Castle", 2)]
    assert {row.confirmed_at for row in Capacity.objects.all()} == {NOON + timedelta(days=1)}


def test_confirming_makes_what_is_left_of_today(ben):
    user = people.user("Ben Okafor")
    say(ben, (2, "morning", 3))
    capacity.take(of=ben, visits=[(TUESDAY_8, 60)], reference="ORDER2", at=NOON)
    later = NOON + timedelta(days=8)
    capacity.confirm(of=ben, seen=room.fingerprint(capacity.said_by(ben)), by=user, at=later)
    row = Capacity.objects.get()
    assert (row.places, row.taken, row.confirmed_at, row.confirmed_by) == (2, 0, later, user)
    assert not TakenPlace.objects.exists()
    assert AuditLine.objects.filter(action="assistant.confirmed_when_free", by=user.pk).count() == 1


def test_what_was_booked_while_they_looked_is_not_confirmed_away(ben):
    say(ben, (2, "morning", 1))
    seen = room.fingerprint(capacity.said_by(ben))
    capacity.take(of=ben, visits=[(TUESDAY_8, 60)], reference="ORDER2", at=NOON)
    with pytest.raises(Moved):
        capacity.confirm(of=ben, seen=seen, by=people.user(), at=NOON)
    with pytest.raises(Moved):
        say(ben, (2, "morning", 1), seen=seen)
    assert left(ben) == [(2, "morning", "", 0)]


def test_the_last_place_is_taken_once(ben):
    say(ben, (2, "morning", 1))
    capacity.take(of=ben, visits=[(TUESDAY_8, 60), (TUESDAY_8 + timedelta(days=7), 60)], reference="ORDER2", at=NOON)
    assert left(ben) == [(2, "morning", "", 0)]
    with pytest.raises(Full, match="Tuesday mornings"):
        capacity.take(of=ben, visits=[(TUESDAY_8, 60)], reference="ORDER3", at=NOON)
    assert capacity.full_at(of=ben, visits=[(TUESDAY_8, 60)], at=NOON) == "Tuesday mornings"


def test_the_database_keeps_the_last_place(ben):
    row = directory.free(ben, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Capacity.objects.filter(pk=row.pk).update(taken=2)


@pytest.mark.parametrize(
    ("start", "at"),
    [
        (TUESDAY_8 + timedelta(days=1), NOON),  # of Wednesday they said nothing
        (TUESDAY_8, NOON + timedelta(days=14)),  # too long ago
    ],
)
def test_where_nothing_was_lately_said_nothing_is_taken(ben, start, at):
    say(ben, (2, "morning", 0))
    capacity.take(of=ben, visits=[(start, 60)], reference="ORDER2", at=at)
    assert not TakenPlace.objects.exists()


def test_a_place_comes_back_once(ben):
    say(ben, (2, "morning", 1))
    capacity.take(of=ben, visits=[(TUESDAY_8, 60)], reference="ORDER2", at=NOON)
    capacity.give_back(reference="ORDER2")
    capacity.give_back(reference="ORDER2")
    assert left(ben) == [(2, "morning", "", 1)]


def test_the_place_is_of_the_area_nearest_to_the_person(db):
    home_care = directory.service("Home care")
    ServiceArea.objects.create(service=home_care, name="Alderford", latitude=52.01, longitude=-1.02)
    ServiceArea.objects.create(service=home_care, name="Castle", latitude=52.3, longitude=-1.3)
    say(home_care, (2, "morning", 1), area="Alderford")
    say(home_care, (2, "morning", 0), area="Castle")
    with pytest.raises(Full):
        capacity.take(of=home_care, visits=[(TUESDAY_8, 60)], reference="ORDER2", near=(52.29, -1.3), at=NOON)
    capacity.take(of=home_care, visits=[(TUESDAY_8, 60)], reference="ORDER2", near=(52.0, -1.0), at=NOON)
    assert left(home_care) == [(2, "morning", "Alderford", 0), (2, "morning", "Castle", 0)]


def test_somebody_whose_place_is_not_known_has_any_area(ben):
    AreaServed.objects.create(profile=ben, name="Castle", latitude="52.30", longitude="-1.30")
    say(ben, (2, "morning", 0), area="Alderford")
    say(ben, (2, "morning", 1), area="Castle")
    capacity.take(of=ben, visits=[(TUESDAY_8, 60)], reference="ORDER2", at=NOON)
    assert left(ben) == [(2, "morning", "Alderford", 0), (2, "morning", "Castle", 0)]


LONDON = NOON.tzinfo


@pytest.mark.parametrize(
    ("starts", "minutes", "taken"),
    [
        (datetime(2026, 10, 24, 22, tzinfo=LONDON), 9 * 60, {(6, "night")}),  # the night has an hour more: until 6am
        (datetime(2027, 3, 27, 22, tzinfo=LONDON), 8 * 60, {(6, "night"), (7, "morning")}),  # an hour less: until 7am
        (datetime(2026, 10, 25, 1, 30, tzinfo=LONDON), 60, {(6, "night")}),  # from half past one to half past one
        (datetime(2026, 10, 25, 1, 45, tzinfo=LONDON), 30, {(6, "night")}),  # and to before it began
        (datetime(2027, 3, 28, 0, 30, tzinfo=LONDON), 60, {(6, "night")}),
    ],
)
def test_when_the_clocks_change_a_visit_ends_when_the_clock_says_so(ben, starts, minutes, taken):
    said_at = starts - timedelta(days=2)
    say(ben, (6, "night", 1), (7, "morning", 1), at=said_at)
    capacity.take(of=ben, visits=[(starts, minutes)], reference="ORDER2", at=said_at)
    assert {(one.capacity.weekday, one.capacity.part) for one in TakenPlace.objects.all()} == taken


def test_to_the_minute_what_was_said_14_days_ago_is_not_known(ben):
    say(ben, (2, "morning", 0))
    last, start = NOON + timedelta(days=14), TUESDAY_8 + timedelta(days=14)
    assert capacity.full_at(of=ben, visits=[(start, 60)], at=last - timedelta(minutes=1)) == "Tuesday mornings"
    assert capacity.full_at(of=ben, visits=[(start, 60)], at=last) == ""

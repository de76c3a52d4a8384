"""Aldermere from nothing: all of it or none, with the clock of the past and no e-mail sent."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import notices
from accounts.actions import yearly
from accounts.models import User
from cms import content
from config.demo import (
    seed_approvals,
    seed_asks,
    seed_cards,
    seed_cases,
    seed_declines,
    seed_delegates,
    seed_directory,
    seed_employers,
    seed_feedback,
    seed_feeds,
    seed_front_door,
    seed_holding,
    seed_looks,
    seed_marketplace,
    seed_messages,
    seed_money,
    seed_money_in,
    seed_own_card,
    seed_page_files,
    seed_pages,
    seed_people,
    seed_places,
    seed_plans,
    seed_proposals,
    seed_scheduler,
    seed_searches,
    seed_setting_up,
    seed_states,
    seed_stripe,
    seed_successors,
    seed_surplus,
    seed_telephone,
    seed_week,
    seed_welfare,
    seed_year,
    seed_year_days,
)
from config.demo.people import EVERYBODY
from directory.actions import open_data
from search import gathering, index, push


def is_seeded() -> bool:
    return User.objects.filter(email=EVERYBODY[0].email).exists()


def holds_somebody_else() -> bool:
    return User.objects.exclude(email__in=[visitor.email for visitor in EVERYBODY]).exists()


def run(now: datetime | None = None) -> Iterator[tuple[str, float]]:
    """Each step's name and seconds as it is done; the last ones fill the search index."""
    with transaction.atomic(), notices.unsent():
        yield from _write(now or timezone.now())
    yield _timed("search index", push.drain)
    yield _timed("words to spell by", gathering.refresh)
    yield _timed("open data", lambda: open_data.write(at=now or timezone.now()))


def _write(now: datetime) -> Iterator[tuple[str, float]]:
    known = seed_directory.words()
    yield _timed("gazetteer", seed_directory.fill_gazetteer)
    users: dict[str, User] = {}
    yield _timed("sign-ins", lambda: users.update(seed_people.sign_ins(now)))
    editor, approver = users["editor@aldermere.example"], users["approver@aldermere.example"]
    yield _timed("advice pages", lambda: content.load(at=now - timedelta(days=70), by=editor))
    with index.together():
        yield _timed("organisations and services", lambda: seed_directory.organisations(known, editor, now))
        yield _timed("personal assistants", lambda: seed_directory.assistants(known, users, approver, now))
    persons = seed_people.residents(users, now)
    seed_people.delegates(users, persons, now)
    purses = seed_money.purses(users, persons, now)
    yield _timed("people to set up", lambda: seed_setting_up.desk(users, persons, now))
    scene = seed_marketplace.Scene(now, users, persons, purses)
    yield _timed("what is on sale", lambda: seed_marketplace.on_sale(scene))
    year = seed_year_days.Year(scene, {one.key: one for one in seed_year.residents(scene)})
    yield _timed("a year of eight people", lambda: seed_year_days.until_six_weeks_ago(year))
    yield _timed("accounts at Stripe", lambda: seed_stripe.accounts(scene))
    yield _timed("six weeks of visits", lambda: seed_marketplace.six_weeks(scene, lambda days: _beside(year, days)))
    yield _timed("who goes where, papers and hours", lambda: seed_scheduler.all_of_it(scene))
    yield _timed("what else can happen", lambda: seed_states.all_of_it(year))
    yield _timed("what Tom paid by card", lambda: seed_own_card.all_of_it(scene))
    yield _timed("a card frozen by the council", lambda: seed_cards.frozen_by_the_council(year))
    yield _timed("weeks and pauses", lambda: seed_week.all_of_it(scene))
    yield _timed("what people told us", lambda: seed_front_door.all_of_it(scene))
    yield _timed("finance's month", lambda: seed_money_in.month(users, persons, now))
    yield _timed("what Stripe said", lambda: seed_stripe.all_of_it(scene))
    yield _timed("messages", lambda: seed_messages.conversations(scene))
    yield _timed("telephone orders and a handover sheet", lambda: seed_telephone.calls_and_sheets(scene))
    yield _timed("ideas and support plans", lambda: seed_plans.fill(scene))
    yield _timed("plans written at the council", lambda: seed_plans.at_the_council(scene))
    yield _timed("questions before buying", lambda: seed_asks.all_of_it(scene))
    yield _timed("money that was not spent", lambda: seed_surplus.all_of_it(scene))
    yield _timed("what employers set aside", lambda: seed_employers.all_of_it(scene))
    yield _timed("whether all is well", lambda: seed_welfare.all_of_it(scene))
    yield _timed("offers to act, and family who are paid", lambda: seed_delegates.all_of_it(scene))
    yield _timed("bookings that need a yes", lambda: seed_proposals.all_of_it(scene))
    yield _timed("the yearly card statement", lambda: yearly.write_due(scene.now))
    yield _timed("a mind that was changed", lambda: seed_holding.all_of_it(scene))
    yield _timed("providers' pages", lambda: seed_pages.all_of_it(scene))
    yield _timed("photos and documents", lambda: seed_page_files.all_of_it(scene))
    yield _timed("feeds, and records twice", lambda: seed_feeds.all_of_it(scene))
    yield _timed("applications and cases", lambda: seed_approvals.all_of_it(scene))
    yield _timed("room for new people", lambda: seed_places.all_of_it(scene))
    yield _timed("what becomes of an approval", lambda: seed_cases.all_of_it(scene))
    yield _timed("registrations that end", lambda: seed_successors.all_of_it(scene))
    yield _timed("what people say about organisations", lambda: seed_feedback.all_of_it(scene))
    yield _timed("who looked", lambda: seed_looks.all_of_it(scene))
    yield _timed("what people search for", lambda: seed_searches.a_year(timezone.localdate(now)))


def _beside(year: seed_year_days.Year, days: int) -> None:
    seed_year_days.day(year, days)
    seed_declines.day(year.scene, days)
    seed_cards.day(year.scene, days)


def _timed(step: str, do: Callable[[], object]) -> tuple[str, float]:
    started = time.perf_counter()
    do()
    return step, time.perf_counter() - started

"""The staff's search page: what people look for in groups of five or more, and a new index on request."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import daily
from accounts.models import AuditLine
from accounts.roles import Role
from cms.search_desk import desk
from search import index, state, tasks
from search.engines import choice
from search.models import IndexCopy, SearchCount, UnmetNeed
from tests import sessions
from tests.factories import accounts as people
from tests.factories.search import a_document

pytestmark = pytest.mark.django_db
PAGE = "/staff/search/"
QUERIES = 17


@pytest.fixture(autouse=True)
def _own_index(search_index):
    return search_index


def enter(role=Role.EDITOR):
    return sessions.enter(Client(), people.staff(role))


def text(response):
    assert response.status_code == 200
    main = response.content.decode().partition("<main")[2].partition("</main")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def searched(words, times, *, ago=1, in_vain=0, slowest=20):
    SearchCount.objects.create(
        day=timezone.localdate() - timedelta(days=ago),
        digest=f"digest of {words}"[:32],
        words=words,
        engine="embedded",
        times=times,
        in_vain=in_vain,
        milliseconds=times * 10,
        slowest=slowest,
        slow=int(slowest >= 1000),
        missed=0,
    )


def missing(filters, area, times):
    UnmetNeed.objects.create(day=timezone.localdate(), filters=filters, area=area, digest="x", times=times)


def test_words_and_needs_in_groups_of_five():
    searched("lunch club", 12, in_vain=6, slowest=1500)
    searched("rare words", 4)
    missing("day=mon", "Alderford", 5)
    missing("day=tue", "Saltby", 4)
    seen = text(enter().get(PAGE))
    assert "lunch club 12 searches" in seen
    assert "rare words" not in seen
    assert "When: Monday 5" in seen
    assert "Alderford 5" in seen
    assert "Saltby" not in seen
    assert "Tuesday" not in seen
    assert "1.5 seconds" in seen


def test_a_month_or_a_year():
    searched("lunch club", 12, ago=100)
    client = enter()
    assert "lunch club" not in text(client.get(PAGE))
    assert "lunch club" in text(client.get(PAGE, {"last": "year"}))
    assert "lunch club" not in text(client.get(PAGE, {"last": "\x00century"}))


def test_the_sheet_is_safe_to_open():
    searched("=cmd", 7, in_vain=1)
    searched("rare words", 4)
    response = enter(Role.COMMISSIONER).get(f"{PAGE}words.csv")
    assert response.content.decode().splitlines()[1:] == ["'=cmd,7,1,10,20"]
    assert "searches-month.csv" in response["Content-Disposition"]


def test_it_says_how_the_index_is(search_index):
    client = enter()
    assert "Has no index it can use" in text(client.get(PAGE))
    index.put(a_document("Lunch club"))
    search_index()
    copy = state.copies()[0]
    assert (copy.serves, copy.documents, copy.waiting, copy.seconds_behind) == (True, 1, 0, 0)
    index.put_many([a_document("One"), a_document("Two")], at=timezone.now() - timedelta(seconds=300))
    copy = state.copies()[0]
    assert (copy.documents, copy.waiting) == (1, 2)
    seen = text(client.get(PAGE))
    assert "Built-in engine Answers searches Working" in seen
    assert "2 for 5 minutes" in seen


def test_a_new_index_is_asked_for_once_and_made_by_the_worker(search_index):
    index.put(a_document("Lunch club"))
    search_index()
    before = IndexCopy.objects.get().build
    editor = people.staff(Role.EDITOR)
    client = sessions.enter(Client(), editor)
    assert "Build it now" in text(client.get(f"{PAGE}rebuild/"))
    seen = text(client.post(f"{PAGE}rebuild/", follow=True))
    assert "We are making a new search index" in seen
    assert "The worker has not started yet." in seen
    assert "Build the index again" not in seen
    assert "being made already" in text(client.post(f"{PAGE}rebuild/", follow=True))
    waiting = DBTaskResult.objects.get(task_path=tasks.rebuild.module_path)
    assert AuditLine.objects.filter(action="search.rebuild", by=str(editor.pk)).count() == 1
    waiting.claim("a worker")
    waiting.set_successful(return_value=tasks.rebuild.call())
    assert IndexCopy.objects.get().build != before
    seen = text(client.get(PAGE))
    assert "The last new index was finished on" in seen
    assert "Build the index again" in seen


def test_a_killed_worker_does_not_stop_the_next_one():
    assert state.begin_rebuild()
    DBTaskResult.objects.update(
        status="RUNNING", started_at=timezone.now() - timedelta(minutes=2), enqueued_at=timezone.now()
    )
    client = enter()
    assert "Building. Started 2 minutes ago." in text(client.get(PAGE)).replace("\xa0", " ")
    assert not state.begin_rebuild()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(hours=3))
    assert "was not finished" in text(client.get(PAGE))
    assert state.begin_rebuild()


def test_a_commissioner_sees_and_does_not_rebuild():
    client = enter(Role.COMMISSIONER)
    assert "Build the index again" not in text(client.get(PAGE))
    assert client.post(f"{PAGE}rebuild/").status_code == 403
    assert DBTaskResult.objects.count() == 0


def test_a_page_costs_the_same_for_little_and_much(search_index, django_assert_num_queries):
    search_index()
    client = enter()
    client.get(PAGE)
    searched("lunch club", 12, in_vain=6)
    missing("day=mon", "Alderford", 5)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
    for number in range(3):
        searched(f"lunch {number}", 12, in_vain=6)
        missing(f"day=mon need=n{number}", f"Town {number}", 5)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


def test_the_desk_says_how_much_is_searched_and_that_the_index_is_missing(search_index):
    searched("lunch", 3, in_vain=1)
    editor = people.staff(Role.EDITOR)
    assert desk(editor).line == "3 searches in 30 days. 1 found nothing. The index needs somebody to look at it."
    search_index()
    assert desk(editor).line == "3 searches in 30 days. 1 found nothing."
    assert desk(editor).href == reverse("staff-search")
    assert desk(people.staff(Role.FINANCE)) is None


def test_old_counts_go_with_the_day():
    searched("lunch", 7, ago=500)
    done = {key: said for key, said, _ in daily.run(timezone.now())}
    assert done["kept_searches"] == "1 past their time are gone"
    assert SearchCount.objects.count() == 0


def test_a_server_that_is_down_is_told_to_staff(search_index, settings):
    index.put(a_document("Lunch club"))
    search_index()
    IndexCopy.objects.create(name="web-2", build="x", built_at=timezone.now())
    settings.SEARCH_URL = "http://127.0.0.1:9"  # nobody listens there
    Client().get("/search/", {"q": "lunch"})
    try:
        assert state.outage() is not None
        assert [(copy.name, copy.answers, copy.serves) for copy in state.copies()] == [
            ("embedded", True, True),
            ("elasticsearch", False, False),
            ("web-2", False, None),
        ]
        editor = people.staff(Role.EDITOR)
        assert "The index needs somebody to look at it." in desk(editor).line
        seen = text(sessions.enter(Client(), editor).get(PAGE))
        assert "Elasticsearch does not answer." in seen
        assert "Built-in engine (web-2) On another server" in seen
    finally:
        choice.circuit().worked()

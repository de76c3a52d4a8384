"""The server is down, slow, overloaded or half gone: visitors are answered all the same, and staff are told."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from search import index, push
from search.engines import choice, circuit
from search.models import IndexCopy
from search.query import Query, search
from tests.factories.search import a_document

pytestmark = pytest.mark.django_db

WHOLE = {"took": 1, "timed_out": False, "_shards": {"total": 1, "successful": 1, "failed": 0}}
NOTHING = {**WHOLE, "hits": {"total": {"value": 0, "relation": "eq"}, "hits": []}, "status": 200}
EMPTY = {"facets": {"buckets": []}, "approved": {"doc_count": 0}}
ANSWERS = {  # what a server in trouble says to a search
    "overloaded": (429, {"error": {"type": "circuit_breaking_exception"}, "status": 429}),
    "unavailable": (503, {"error": {"type": "cluster_block_exception"}, "status": 503}),
    "no index": (200, {"responses": [{"error": {"type": "index_not_found_exception"}, "status": 404}]}),
    "half its shards": (200, {"responses": [{**NOTHING, "_shards": {"total": 2, "successful": 1, "failed": 1}}]}),
    "no time": (200, {"responses": [{**NOTHING, "timed_out": True}]}),
    "rubbish": (200, "<html>A proxy's page</html>"),
    "well": (200, {"responses": [{**NOTHING, "aggregations": {"but:": EMPTY}}]}),
}
HIT = {"_score": 1.0, "fields": {"card": ["1 739000 3 1 54.0 -1.0"]}}


def saying(hits=(), total=1, **counts):
    """An answer that is whole, and in it what no server of ours would say."""
    groups = {"facets": {"buckets": []}, "approved": {"doc_count": 0}, **counts}
    said = {**NOTHING, "hits": {"total": {"value": total}, "hits": list(hits)}, "aggregations": {"but:": groups}}
    return (200, {"responses": [said]})


ODD = {
    "a card that is a number": saying([{**HIT, "fields": {"card": [5]}}]),
    "a number too long for a database": saying([{**HIT, "fields": {"card": [f"{10**30} 1 3 1 54.0 -1.0"]}}]),
    "no score": saying([{**HIT, "_score": None}]),
    "a score in words": saying([{**HIT, "_score": "high"}]),
    "a score without end": saying([{**HIT, "_score": float("inf")}]),
    "a total in words": saying(total="many"),
    "a total below nothing": saying(total=-20),
    "a filter that is a number": saying(facets={"buckets": [{"key": 5, "doc_count": 1}]}),
    "a count in words": saying(
        facets={"buckets": [{"key": "day=mon", "doc_count": "x"}, {"key": "day=tue", "doc_count": 1}]}
    ),
    "a list for an answer": (200, []),
    "an answer that is a word": (200, {"responses": ["yes"]}),
    "an error that is a word": (200, {"responses": [{"error": "no", "status": 500}]}),
    "no shards": (200, {"responses": [{**NOTHING, "_shards": 3}]}),
    "too few answers": (200, {"responses": []}),
    "no JSON": (200, '{"responses": [{"took": 1'),
}
ANSWERS.update(ODD)


class Server:
    """Answers every request in the way it is told to, and counts them."""

    def __init__(self):
        self.mood, self.asked = "well", 0
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def handler(self):
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                server.asked += 1
                if server.mood == "hangs":
                    time.sleep(3)
                    return
                status, said = ANSWERS[server.mood]
                body = said.encode() if isinstance(said, str) else json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/html" if isinstance(said, str) else "application/json")
                self.send_header("X-Elastic-Product", "Elasticsearch")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_HEAD = do_PUT = do_POST  # noqa: N815 - the names that http.server asks for

            def log_message(self, *_):
                pass

        return Handler


@pytest.fixture
def server(settings, search_index, monkeypatch):
    """A site whose embedded copy is up to date, and which asks this server first."""
    monkeypatch.setattr(circuit, "FIRST_PAUSE", 600.0)
    monkeypatch.setattr(circuit, "LONGEST_PAUSE", 600.0)
    index.put(a_document("Lunch club"))
    search_index()
    choice._circuit.cache_clear()  # an earlier server may have had the same port, and its circuit is still open
    made = Server()
    settings.SEARCH_URL = made.url
    yield made
    made.http.shutdown()
    made.http.server_close()


def found():
    results = search(Query(text="lunch"))
    return results.answered_by, [hit.document.title for hit in results.hits]


def test_a_server_that_is_well_is_the_one_that_answers(server):
    assert found() == ("elasticsearch", [])  # this one says that it found nothing


@pytest.mark.parametrize("mood", [*(mood for mood in ANSWERS if mood != "well"), "hangs"])
def test_a_server_in_trouble_is_not_waited_for_twice(server, mood):
    server.mood = mood
    assert found() == ("embedded", ["Lunch club"])
    asked = server.asked
    assert found() == ("embedded", ["Lunch club"])
    assert server.asked == asked
    assert choice.circuit().outage().why


@pytest.mark.parametrize("mood", ODD)
def test_an_answer_nobody_can_read_is_no_answer(server, mood):
    server.mood = mood
    found = search(Query(text="lunch"))
    assert (found.answered_by, [hit.document.title for hit in found.hits]) == ("embedded", ["Lunch club"])


def test_a_server_that_is_not_there(server):
    server.http.shutdown()
    server.http.server_close()
    assert found() == ("embedded", ["Lunch club"])


def test_the_circuit_closes_by_itself(server, monkeypatch):
    monkeypatch.setattr(circuit, "FIRST_PAUSE", 0.0)
    server.mood = "unavailable"
    assert found()[0] == "embedded"
    assert choice.circuit().outage() is not None
    server.mood = "well"
    assert found()[0] == "elasticsearch"
    assert choice.circuit().outage() is None


def test_while_one_tries_again_the_others_do_not_wait():
    way = circuit.Circuit("test")
    way.failed("gone")
    way._closed_again_at = 0.0
    assert [way.lets_through(), way.lets_through(), way.lets_through()] == [True, False, False]
    way.worked()
    assert [way.lets_through(), way.lets_through()] == [True, True]


def test_a_server_that_cannot_be_written_keeps_nobody_else_waiting(server):
    server.mood = "unavailable"
    index.put(a_document("Lunch at home"))
    assert push.drain() == 1
    assert found() == ("embedded", ["Lunch club", "Lunch at home"])
    assert push.backlog()["embedded"] == 0


def test_a_copy_that_joins_later_hears_of_everything(elasticsearch, settings):
    url, settings.SEARCH_URL = settings.SEARCH_URL, ""
    index.put(a_document("Lunch club", ref="a"))
    index.put(a_document("Gone", ref="b"))
    push.drain()
    index.remove("service", "b")
    settings.SEARCH_URL = url
    elasticsearch()
    assert found() == ("elasticsearch", ["Lunch club"])
    assert push.backlog() == {"embedded": 0, "elasticsearch": 0}
    index.put(a_document("Lunch at home", ref="a"))
    assert push.backlog() == {"embedded": 1, "elasticsearch": 1}
    assert found() == ("elasticsearch", ["Lunch at home"])  # drawn from the truth
    elasticsearch()
    assert push.backlog() == {"embedded": 0, "elasticsearch": 0}


def test_an_older_push_never_overwrites_a_newer_one(elasticsearch):
    index.put(a_document("Old name", ref="a"))
    elasticsearch()
    engine, build = choice.writers()[1], IndexCopy.objects.get(name="elasticsearch").build
    late = push._read(list(push.OutboxRow.objects.values_list("document_id", flat=True)[:1]))
    index.put(a_document("New name", ref="a"))
    elasticsearch()
    engine.write(build, late.documents, {})
    assert search(Query(text="old")).total == 0
    index.remove("service", "a")
    elasticsearch()
    engine.write(build, late.documents, {})
    assert search(Query()).total == 0


def test_one_old_copy_is_kept_to_go_back_to(any_engine):
    index.put(a_document("Lunch club", ref="a"))
    any_engine()
    push.rebuild()
    push.rebuild()
    copies = dict(IndexCopy.objects.values_list("name", "build"))
    index.put(a_document("Lunch at home", ref="b"))
    any_engine()
    push.go_back()
    assert all(build != copies[name] for name, build in IndexCopy.objects.values_list("name", "build"))
    assert sorted(hit.document.title for hit in search(Query()).hits) == ["Lunch at home", "Lunch club"]
    assert set(push.backlog().values()) == {0}


def test_a_copy_that_is_kept_no_more_is_forgotten(elasticsearch, settings):
    index.put(a_document("Lunch club"))
    elasticsearch()
    settings.SEARCH_URL = ""
    index.put(a_document("Lunch at home"))
    assert push.backlog() == {"embedded": 1, "elasticsearch": 1}
    push.forget("elasticsearch")
    assert push.backlog() == {"embedded": 1}

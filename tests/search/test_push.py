"""The outbox: nothing lost, nothing shown that is gone, whatever stops in the middle."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from search import index, push
from search.engines import choice, folder, tantivy_schema
from search.models import IndexCopy, IndexedDocument, OutboxRow
from search.query import Query, search
from tests.factories.search import a_document

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 1)


def titles(**query):
    return sorted(hit.document.title for hit in search(Query(**({"today": TODAY} | query))).hits)


def serving():
    engine = choice.embedded()
    return engine.folder.path(engine.folder.serving())


def test_before_the_first_push_search_says_that_it_is_not_ready():
    index.put(a_document("A"))
    results = search(Query(text="a"))
    assert (results.ready, results.total, results.hits) == (False, 0, ())


def test_a_push_is_seen_at_once_and_only_once(search_index):
    index.put_many([a_document("A", ref="a"), a_document("B", ref="b")])
    assert search_index() == 2
    assert titles() == ["A", "B"]
    assert search_index() == 0
    index.put(a_document("C", ref="b"))
    assert push.backlog() == {"embedded": 1}
    assert search_index() == 1
    assert titles() == ["A", "C"]
    assert push.backlog() == {"embedded": 0}


def test_a_removed_document_is_gone_before_the_push_and_its_shell_after(search_index):
    index.put_many([a_document("A", ref="a"), a_document("B", ref="b")])
    search_index()
    index.remove("service", "a")
    results = search(Query(today=TODAY))
    assert ([hit.document.title for hit in results.hits], results.total) == (["B"], 1)
    assert results.facet("kind").values[0].count == 1
    search_index()
    assert titles() == ["B"]
    assert list(IndexedDocument.objects.values_list("ref", flat=True)) == ["b"]
    assert OutboxRow.objects.count() == 1


def test_hidden_or_no_longer_approved_shows_before_the_push(search_index):
    index.put_many([a_document(name, ref=name, approved_until=TODAY) for name in "ABC"])
    search_index()
    index.put(a_document("A", ref="A", approved_until=TODAY - timedelta(days=1)))
    index.put(a_document("B", ref="B", approved_until=TODAY, visible_until=TODAY - timedelta(days=1)))
    assert titles() == ["A", "C"]
    assert titles(facets={"approved": ("approved",)}) == ["C"]
    assert search(Query(facets={"approved": ("approved",)}, today=TODAY)).total == 1


def test_a_hit_is_shown_as_the_truth_has_it(search_index):
    index.put(a_document("Old name", ref="a"))
    search_index()
    index.put(a_document("New name", ref="a"))
    assert titles(text="old") == ["New name"]


def test_a_push_killed_before_it_was_noted_is_repeated(search_index, monkeypatch):
    index.put(a_document("A"))
    search_index()
    index.put(a_document("B"))
    with monkeypatch.context() as patch:
        patch.setattr(push, "mark_pushed", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            search_index()
    assert search_index() == 1
    assert titles() == ["A", "B"]
    assert search(Query(today=TODAY)).total == 2


def test_a_change_made_during_a_push_still_waits(search_index):
    index.put(a_document("A", ref="a"))
    search_index()
    index.put(a_document("A2", ref="a"))
    build, old = IndexCopy.objects.get().build, IndexedDocument.objects.get()
    index.put(a_document("A3", ref="a"))
    push.mark_pushed("embedded", build, [(old.pk, old.change)])
    assert push.backlog() == {"embedded": 1}
    push.mark_pushed("embedded", build, [(old.pk, IndexedDocument.objects.get().change)])
    assert push.backlog() == {"embedded": 0}


def test_a_push_to_a_build_that_serves_no_more_counts_for_nothing(search_index):
    index.put(a_document("A", ref="a"))
    search_index()
    older = IndexCopy.objects.get().build
    push.rebuild()
    index.put(a_document("A2", ref="a"))
    push.mark_pushed("embedded", older, list(IndexedDocument.objects.values_list("pk", "change")))
    assert push.backlog() == {"embedded": 1}
    assert search_index() == 1


def test_a_missing_folder_is_built_again(search_index):
    index.put(a_document("A"))
    search_index()
    shutil.rmtree(serving())
    assert search(Query(today=TODAY)).ready is False
    assert search_index() == 1
    assert titles() == ["A"]


def test_a_missing_search_dir_is_built_again(search_index, settings):
    index.put(a_document("A"))
    search_index()
    shutil.rmtree(settings.SEARCH_DIR)
    assert search(Query(today=TODAY)).ready is False
    search_index()
    assert titles() == ["A"]


@pytest.mark.parametrize("name", ["meta.json", ".term", ".store", ".fast", ".idx", ".pos", ".fieldnorm"])
@pytest.mark.parametrize("damage", [b"", b"rubbish" * 50])
def test_a_damaged_file_is_found_and_built_again(search_index, name, damage):
    index.put_many([a_document("Lunch club", ref=str(n), miles=n, price_pence=n) for n in range(20)])
    search_index()
    choice._embedded.cache_clear()  # as a process that starts now
    for path in serving().iterdir():
        if path.name.endswith(name):
            path.write_bytes(damage)
    before = search(Query(text="lunch", today=TODAY))
    assert before.ready is False or before.total == 20  # a file this query does not need may go unseen
    if not before.ready:
        search_index()
    assert titles(text="lunch") == ["Lunch club"] * 20


def test_an_index_made_by_other_words_is_built_again(search_index, monkeypatch):
    index.put(a_document("A"))
    search_index()
    old = serving().name
    for module in ("search.engines.embedded", "search.engines.tantivy_schema"):
        monkeypatch.setattr(f"{module}.fingerprint", lambda: "other")
    assert titles() == ["A"]  # the old one goes on serving
    assert search_index() == 1
    assert (serving().name != old, serving().name.startswith("other-"), titles()) == (True, True, ["A"])


def test_an_index_of_another_database_is_built_again(search_index):
    index.put(a_document("A"))
    search_index()
    IndexCopy.objects.update(build="another")
    assert search_index() == 1


def test_rebuilding_swaps_whole_and_keeps_one_to_go_back_to(search_index):
    index.put_many([a_document(f"T{n}", ref=str(n)) for n in range(3)])
    search_index()
    index.remove("service", "0")
    for _ in range(3):
        call_command("rebuild_search", verbosity=0)
    assert titles() == ["T1", "T2"]
    assert push.backlog() == {"embedded": 0}
    assert len([path for path in serving().parent.iterdir() if path.is_dir()]) == folder.KEPT_BUILDS


def test_a_rebuild_that_breaks_off_leaves_the_old_one_serving(search_index, monkeypatch):
    index.put_many([a_document("A"), a_document("B")])
    search_index()
    old = serving()

    def breaks(_):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("search.engines.embedded.document", breaks)
        with pytest.raises(MemoryError):
            push.rebuild()
    assert (serving(), titles()) == (old, ["A", "B"])
    index.put(a_document("C"))
    search_index()
    assert titles() == ["A", "B", "C"]


HOLD = """
import sys, time, pathlib
from search.engines.folder import IndexFolder
with IndexFolder(pathlib.Path(sys.argv[1])).writing(1):
    print("held", flush=True)
    time.sleep(60)
"""


def test_one_writer_at_a_time_and_a_killed_one_lets_go(search_index, settings, monkeypatch):
    monkeypatch.setattr(push, "PATIENCE", 0.1)
    index.put(a_document("A"))
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(settings.SEARCH_DIR)], stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(push.WriterBusyError):
        search_index()
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert search_index() == 1


def test_many_threads_read_while_one_writes(search_index):
    index.put_many([a_document(f"T{n}") for n in range(50)])
    search_index()
    engine, totals, stop = choice.embedded(), [], threading.Event()
    from search.engines.protocol import EngineQuery

    def read():
        while not stop.is_set():
            totals.append(engine.search(EngineQuery(today=TODAY.toordinal(), order="name")).total)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for n in range(5):
        index.put(a_document(f"More {n}"))
        search_index()
    stop.set()
    for reader in readers:
        reader.join()
    assert set(totals) <= {50, 51, 52, 53, 54, 55}
    assert engine.search(EngineQuery(today=TODAY.toordinal(), order="name")).total == 55


def test_the_commands_say_what_they_did(search_index, capsys):
    index.put(a_document("A"))
    call_command("push_search")
    call_command("rebuild_search")
    said = capsys.readouterr().out
    assert said.startswith("Pushed 1 document.\nBuilt with 1 documents in ")


def test_fingerprints_are_the_same_in_every_process():
    from search.engines.elasticsearch import document

    asked = "from search.engines.elasticsearch import document as d; from search.engines import tantivy_schema as t; "
    told = {
        subprocess.run(
            [sys.executable, "-c", f"{asked}print(d.fingerprint(), t.fingerprint())"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert told == {f"{document.fingerprint()} {tantivy_schema.fingerprint()}\n"}


def test_the_fingerprint_names_the_build(search_index):
    search_index()
    assert serving().name.startswith(tantivy_schema.fingerprint())

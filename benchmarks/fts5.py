"""The reference: the same documents in SQLite's FTS5, asked as an ORM would: the page, the count, one query a facet."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.documents import Document
from search.geo import EARTH_MILES, box

SCHEMA = """
CREATE TABLE service (id INTEGER PRIMARY KEY, kind TEXT, title TEXT, url TEXT, summary TEXT, price INTEGER,
                      visible_from TEXT, visible_until TEXT, anywhere INTEGER, confirmed_on TEXT);
CREATE TABLE place (id INTEGER PRIMARY KEY, service_id INTEGER REFERENCES service, lat REAL, lon REAL);
CREATE TABLE facet (service_id INTEGER REFERENCES service, grp TEXT, value TEXT);
CREATE VIRTUAL TABLE words USING fts5(title, keywords, summary, body, content='', tokenize='porter unicode61');
"""
INDEXES = """
CREATE INDEX place_service ON place (service_id);
CREATE INDEX place_box ON place (lat, lon, service_id);
CREATE UNIQUE INDEX facet_once ON facet (service_id, grp, value);
CREATE INDEX facet_value ON facet (grp, value, service_id);
ANALYZE;
"""
DISTANCE = (
    f"2 * {EARTH_MILES} * asin(sqrt(pow(sin(radians(p.lat - :lat) / 2), 2)"
    " + cos(radians(:lat)) * cos(radians(p.lat)) * pow(sin(radians(p.lon - :lon) / 2), 2)))"
)


@dataclass(frozen=True)
class Question:
    words: tuple[str, ...]
    facets: dict[str, tuple[str, ...]]
    point: tuple[float, float] | None
    miles: float


class Fts5:
    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self.db = sqlite3.connect(path)
        self.db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000;" + SCHEMA)

    def fill(self, documents: Iterable[Document]) -> None:
        for number, one in enumerate(documents, 1):
            self.db.execute(
                "INSERT INTO service VALUES (?,?,?,?,?,?,?,?,?,?)",
                (number, one.kind, one.title, one.url, one.summary, one.price_pence, None, None, one.anywhere, None),
            )
            places = [(number, place.lat, place.lon) for place in one.places]
            self.db.executemany("INSERT INTO place (service_id, lat, lon) VALUES (?,?,?)", places)
            facets = [(number, group, value) for group, values in one.facets.items() for value in values]
            self.db.executemany("INSERT INTO facet VALUES (?,?,?)", [*facets, (number, "kind", one.kind)])
            words = (number, one.title, one.keywords, one.summary, one.body)
            self.db.execute("INSERT INTO words (rowid, title, keywords, summary, body) VALUES (?,?,?,?,?)", words)
        self.db.executescript(INDEXES)
        self.db.execute("INSERT INTO words (words) VALUES ('optimize')")
        self.db.commit()

    def page(self, question: Question, groups: Sequence[str]) -> int:
        """Everything a results page needs; answers the total."""
        where, values = self._where(question)
        near = f"(SELECT MIN({DISTANCE}) FROM place p WHERE p.service_id = s.id)" if question.point else "0"
        self.db.execute(
            f"SELECT s.*, {near} AS miles FROM words JOIN service s ON s.id = words.rowid WHERE {where}"
            " ORDER BY bm25(words, 4, 2, 1.5, 1), miles LIMIT 20",
            values,
        ).fetchall()
        count = f"SELECT COUNT(*) FROM words JOIN service s ON s.id = words.rowid WHERE {where}"
        total: int = self.db.execute(count, values).fetchone()[0]
        for group in groups:
            self._facet(question, group)
        return total

    def _facet(self, question: Question, group: str) -> list[tuple[str, int]]:
        where, values = self._where(question, but=group)
        return self.db.execute(
            "SELECT f.value, COUNT(*) FROM facet f WHERE f.grp = :grp AND f.service_id IN"
            f" (SELECT s.id FROM words JOIN service s ON s.id = words.rowid WHERE {where}) GROUP BY f.value",
            values | {"grp": group},
        ).fetchall()

    def _where(self, question: Question, but: str = "") -> tuple[str, dict[str, object]]:
        values: dict[str, object] = {
            "match": " AND ".join(f'"{word}"' for word in question.words),
            "today": "2026-04-01",
        }
        clauses = ["words MATCH :match", "(s.visible_until IS NULL OR s.visible_until >= :today)"]
        clauses.append("(s.visible_from IS NULL OR s.visible_from <= :today)")
        for group, chosen in question.facets.items():
            if group != but:
                names = {f"{group}{n}": value for n, value in enumerate(chosen)}
                inside = ", ".join(f":{name}" for name in names)
                clauses.append(
                    "EXISTS (SELECT 1 FROM facet x WHERE x.service_id = s.id"
                    f" AND x.grp = '{group}' AND x.value IN ({inside}))"
                )
                values |= names
        if question.point:
            south, north, west, east = box(*question.point, question.miles)
            values |= {"lat": question.point[0], "lon": question.point[1], "miles": question.miles}
            values |= {"south": south, "north": north, "west": west, "east": east}
            clauses.append(
                "(s.anywhere OR EXISTS (SELECT 1 FROM place p WHERE p.service_id = s.id AND p.lat BETWEEN :south"
                f" AND :north AND p.lon BETWEEN :west AND :east AND {DISTANCE} <= :miles))"
            )
        return " AND ".join(clauses), values

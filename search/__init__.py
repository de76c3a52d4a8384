"""Search: one truth in the database, one analysis of words, disposable engine copies.

Owns: indexed documents and their outbox, analysis, engines, ranking, the gazetteer of places, the page of results that
every room's list uses, and the manners of imports (`import_command`, `table_import`), being the lowest room with one.
May import: design. Never accounts, nor any room above. Imported by: cms, directory, marketplace, config.

Write side: `index.put`, `put_many`, `remove` in the owner's transaction. Read side: `query.search(Query)`; a page:
`views.results.results_page`. Tests: the fixture `search_index` (tests/conftest.py).

Decisions:
- 2026-11-22: the outbox has a row for each copy and document with the last change and the one pushed. A pushed number
  is set only where the change is still the last one, so kills, doubles and overtaking do no harm.
- 2026-11-27: a circle is the cells of a grid that hold it (`cells`); only what has a place in a cell at its edge is
  measured, and the ids that fall outside are taken away. Totals are exact.
- 2026-11-23: order is a sum of points for match, nearness, freshness and completeness, over the best 1,000: when words
  came strictly first, somebody half a mile away who does just this came after tenths of a text score.
- 2026-11-23: words are worked out from the query alone (`synonyms`, `spelling`, `understanding`), so what editors save
  works within seconds and no index knows it. A correction or a place is put into the boxes, where it can be seen.
- 2026-11-27: other words for the same thing count half (`synonyms.OTHER_WORDS_COUNT`): at their full weight a rare one
  ("bath") beat what was typed ("washing"). Phrases match in a row, small words as well: dropping these would need slop,
  which the two engines count differently. A hyphenated word as one stands at the end of its field, out of the row.
"""

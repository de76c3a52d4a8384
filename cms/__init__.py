"""Information and advice for everybody, written and reviewed in Wagtail.

Owns: pages and their blocks, figures that change each year, our own pages as data (`content/`), reading age, links,
page feedback, who may edit and approve, the editors' desk; pages that need both people and search; the front door:
complaints, compliments, comments, and concerns about somebody's safety (`actions.concerns.raise_concern` is the one way
in, also for other rooms).
May import: accounts, search, design. Imported by: directory, marketplace, config.

Decisions:
- Nobody puts a page live alone, administrators included: whoever submitted it or wrote any part since it was last
  live cannot approve it (models/approval.py). 22 November 2026
- Reading sets no cookie: "Was this page useful?" is a link to a question on a page of its own. 22 November 2026
- A concern is read by safeguarding alone, each look is kept, and its form sets no cookie; for anybody else its pages
  are not there. Nobody handles a complaint that is about herself. 27 November 2026
- Who stands near to the person of a concern (acts for her, cares, of her household) finds and hears nothing of it
  (near.py); where nobody else is left an administrator hears that somebody is needed. 28 November 2026
- Our pages are put in once each and remembered by key, so that what editors change, move or delete stays so. Blocks
  stay out of migrations (fields.py): data migrations work on the raw JSON. 22 November 2026
- A text names a figure (`{figure:upper_capital_limit}`), and the amount is put in when the page is made: a change shows
  everywhere within seconds, and a figure whose tax year has ended says so itself. 27 November 2026
- Links to other sites are never opened by this machine: editors say on which day they did. 27 November 2026
"""

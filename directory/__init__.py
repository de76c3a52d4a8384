"""The directory: who offers what, where, and what was checked.

Owns: organisations and those whom they send, services, locations, personal assistants, approval schemes and their
checks, imports and feeds of services, what is there twice; what providers would change of their pages and who answers
it, how old a page may grow, claims of an organisation and its people, what readers say is wrong.
May import: cms, accounts, search, design. Imported by: marketplace, config.

Decisions:
- A page changes only in `actions.moderation` and, for what is harmless, in `actions.proposals.send`; what nobody named
  as harmless waits (change_rules.py). 28 November 2026
- A change is written only where the page still says what it said when the change was made; else a moderator sees both
  and decides. 28 November 2026
- A photo or document is kept when it is sent and shown once a moderator said yes. A PDF stays as it came, looked
  through and only ever downloaded: a drawing of words cannot be read out. 28 November 2026
- Nothing is hidden for its age before a last warning has had its days (freshness.py). 28 November 2026
"""

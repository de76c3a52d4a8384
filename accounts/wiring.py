"""What this room hands to the registries of the rooms below it, and to its own."""

from datetime import datetime

from accounts import (  # noqa: F401 (these register by themselves)
    card_events,
    card_words,
    checks,
    daily,
    finance_desk,
    health,
    memos,
    notices,
    outside,
    people_desk,
    shell_slots,
    webhooks,
)
from accounts import desks as staff_desks
from accounts.actions import carrying, loads
from design import slots as shell


def carry_over(at: datetime) -> str:
    return f"{carrying.carry_over(at=at)} pots carried over to a new budget"


memos.register("card", card_words.purchases)
memos.register("card_refund", card_words.given_back)
memos.register("pot", card_words.pots)
memos.register("budget", card_words.budgets)
daily.register("outside", outside.do_due)
daily.register("events", webhooks.do_due)
daily.register("loads", loads.run_due)
daily.register("notices", notices.send_due)
shell.register("banner", shell_slots.acting_banner)
shell.register("account_link", shell_slots.account_link)
shell.register("nav", shell_slots.staff_link)
staff_desks.register("finance", finance_desk.desk)
staff_desks.register("people", people_desk.people)
staff_desks.register("letters", people_desk.to_post)
staff_desks.register("access", people_desk.access)
daily.register("carry_over", carry_over)
health.register("database", health.database)
health.register("worker", health.worker)
health.register("clock", health.clock)
health.register("emails", health.emails)
health.register("card_questions", health.card_questions)

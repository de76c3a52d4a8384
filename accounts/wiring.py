"""What this room hands to the registries of the rooms below it, and to its own."""

from accounts import card_words, checks, daily, finance_desk, memos, notices, shell_slots  # noqa: F401 (checks register)
from accounts import desks as staff_desks
from accounts.actions import loads
from design import slots as shell

memos.register("card", card_words.purchases)
memos.register("pot", card_words.pots)
memos.register("budget", card_words.budgets)
daily.register("loads", loads.run_due)
daily.register("notices", notices.send_due)
shell.register("banner", shell_slots.acting_banner)
shell.register("account_link", shell_slots.account_link)
shell.register("nav", shell_slots.staff_link)
staff_desks.register("finance", finance_desk.desk)

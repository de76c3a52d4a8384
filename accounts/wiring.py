"""What this room hands to the registries of the rooms below it, and to its own."""

from datetime import datetime

from accounts import (  # noqa: F401 (these register by themselves)
    asks_desk,
    card_events,
    card_words,
    checks,
    daily,
    deaths,
    finance_desk,
    flags,
    going_back,
    guards,
    health,
    held_here,
    memos,
    notices,
    outside,
    own_payment_events,
    payout_events,
    people_desk,
    reconciled_kinds,
    reconciled_own,
    retention_rules,
    rules_against,
    shell_slots,
    slots,
    stripe_health,
    webhooks,
    welfare_desk,
)
from accounts import desks as staff_desks
from accounts.actions import (  # top_ups registers by itself
    arrears,
    carrying,
    declines,
    downloads,
    loads,
    mandate_offers,
    own_payments,
    purchase_reviews,
    reconcile,
    top_ups,  # noqa: F401
    welfare,
    yearly,
)
from accounts.queries import spending_rules
from accounts.queries import surplus as unspent
from design import slots as shell


def carry_over(at: datetime) -> str:
    return f"{carrying.carry_over(at=at)} pots carried over to a new budget"


def is_all_well(at: datetime) -> str:
    """Questions to people, and nothing else: what follows from one is for a named person."""
    return f"{welfare.raise_due(at)} people asked if all is well, {welfare.pass_on_due(at)} not answered"


memos.register("card", card_words.purchases)
memos.register("card_refund", card_words.given_back)
memos.register("pot", card_words.pots)
memos.register("budget", card_words.budgets)
memos.register("surplus", unspent.memo_words)
daily.register("own_payments", own_payments.end_due)
daily.register("own_refunds", going_back.send_due)
daily.register("outside", outside.do_due)
daily.register("events", webhooks.do_due)
daily.register("loads", loads.run_due)
daily.register("reconcile_stripe", reconcile.daily)
daily.register("arrears", arrears.remind_due)
daily.register("card_statement", yearly.write_due)
daily.register("notices", notices.send_due)
shell.register("banner", shell_slots.acting_banner)
shell.register("banner", flags.banner)
shell.register("account_link", shell_slots.account_link)
shell.register("display", shell_slots.display)
shell.register("nav", shell_slots.staff_link)
staff_desks.register("finance", finance_desk.desk)
staff_desks.register("people", people_desk.people)
staff_desks.register("purchase_questions", asks_desk.questions)
staff_desks.register("letters", people_desk.to_post)
staff_desks.register("reviews", people_desk.reviews)
staff_desks.register("needs", people_desk.communication_needs)
staff_desks.register("access", people_desk.access)
staff_desks.register("looks", people_desk.looks)
staff_desks.register("reclaims", asks_desk.money_asked_back)
staff_desks.register("surplus", asks_desk.money_not_spent)
staff_desks.register("welfare", welfare_desk.is_all_well)
slots.register("money_aside", "welfare", welfare_desk.question)
slots.links.register("welfare", welfare_desk.link)
guards.append_only("accounts_purchasepolicy")
guards.append_only("accounts_employmentrates")
rules_against.register("spending_rules", spending_rules.to_look_at)
daily.register("carry_over", carry_over)
daily.register("welfare", is_all_well)
deaths.on_recorded("welfare", welfare.died)
daily.register("downloads", downloads.make_due)
daily.register("declines", declines.tell_due)
daily.register("offers_to_act", mandate_offers.tell_lapsed)
daily.register("purchase_reviews", purchase_reviews.remind_due)
health.register("database", health.database)
health.register("worker", health.worker)
health.register("clock", health.clock)
health.register("emails", health.emails)
health.register("card_questions", health.card_questions)
health.register("stripe", stripe_health.stripe)
health.register("shortfalls", stripe_health.shortfalls)

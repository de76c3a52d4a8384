"""The marketplace's addresses: offers, booking, a person's orders, the seller's desk, staff who decide queries."""

from datetime import date

from django.urls import URLPattern, URLResolver, path, register_converter

from marketplace.views import (
    booking,
    booking_check,
    coming,
    compare,
    cover,
    desk,
    desk_messages,
    desk_orders,
    desk_visits,
    handover,
    handover_link,
    ideas,
    listings,
    messages,
    orders,
    pauses,
    plan_cases,
    plan_lines,
    plan_prices,
    plan_reviews,
    plan_writing,
    plans,
    staff_messages,
    staff_order,
    staff_orders,
    staff_person_plan,
    staff_plans,
    staff_queries,
    supply,
    supply_files,
    visits,
)


class Day:
    """2026-11-27"""

    regex = r"\d{4}-\d\d-\d\d"

    def to_python(self, text: str) -> date:
        return date.fromisoformat(text)

    def to_url(self, on: date) -> str:
        return on.isoformat()


register_converter(Day, "day")
BOOK = "marketplace/book/<slug:slug>/"
ORDER = "marketplace/orders/<slug:reference>/"
WEEK_VISIT = "week/visits/<slug:reference>/<int:number>/"
STAFF_PLAN = "staff/people/<int:person>/plan/"
DESK_ORDER = "provider/orders/<slug:reference>/"
TALK, DESK_TALK = "messages/<slug:reference>/", "provider/messages/<slug:reference>/"

# Pages that write a plan: for the person under /plans/, at the council under her page there.
WRITING = [
    ("start/", plans.start, "start"),
    ("versions/<int:number>/take-back/", plans.take_back, "take-back"),
    ("draft/", plan_writing.draft, "draft"),
    ("draft/outcomes/add/", plan_writing.outcome_add, "outcome-add"),
    ("draft/outcomes/<int:pk>/", plan_writing.outcome, "outcome"),
    ("draft/outcomes/<int:pk>/remove/", plan_writing.outcome_remove, "outcome-remove"),
    ("draft/outcomes/<int:pk>/buy/", plan_lines.add, "line-add"),
    ("draft/outcomes/<int:pk>/buy/<slug:step>/", plan_lines.add, "line-add-step"),
    ("draft/lines/<int:pk>/", plan_lines.change, "line"),
    ("draft/lines/<int:pk>/remove/", plan_writing.line_remove, "line-remove"),
    ("draft/lines/<int:pk>/<slug:step>/", plan_lines.change, "line-step"),
    ("draft/emergencies/", plan_writing.contingency, "contingency"),
    ("draft/format/", plan_writing.read_in, "format"),
    ("draft/prices/", plan_prices.prices, "prices"),
    ("draft/check/", plan_writing.check, "check"),
    ("draft/delete/", plan_writing.discard, "discard"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("compare/", compare.compare, name="marketplace-compare"),
    path("marketplace/", listings.home, name="marketplace-home"),
    path("marketplace/listings/<slug:slug>/", listings.listing, name="marketplace-listing"),
    path(BOOK, booking.start, name="marketplace-book"),
    path(f"{BOOK}when/", booking.when, name="marketplace-book-when"),
    path(f"{BOOK}how-often/", booking.length, name="marketplace-book-length"),
    path(f"{BOOK}money/", booking.money_question, name="marketplace-book-money"),
    path(f"{BOOK}what-for/", booking.outcome, name="marketplace-book-outcome"),
    path(f"{BOOK}your-rights/", booking.seller, name="marketplace-book-seller"),
    path(f"{BOOK}check/", booking_check.check, name="marketplace-book-check"),
    path("marketplace/orders/", orders.index, name="marketplace-orders"),
    path(ORDER, orders.order, name="marketplace-order"),
    path(f"{ORDER}sent/", orders.done, name="marketplace-order-done"),
    path(f"{ORDER}visits.ics", orders.calendar, name="marketplace-order-calendar"),
    path(f"{ORDER}withdraw/", orders.withdraw, name="marketplace-order-withdraw"),
    path(f"{ORDER}cancel/", orders.cancel, name="marketplace-order-cancel"),
    path(f"{ORDER}visits/<int:number>/confirm/", visits.confirm, name="marketplace-visit-confirm"),
    path(f"{ORDER}visits/<int:number>/missed/", visits.missed, name="marketplace-visit-missed"),
    path(f"{ORDER}visits/<int:number>/query/", visits.query, name="marketplace-visit-query"),
    path(f"{ORDER}visits/<int:number>/cancel/", visits.cancel, name="marketplace-visit-cancel"),
    path(f"{ORDER}visits/<int:number>/reschedule/", visits.reschedule, name="marketplace-visit-reschedule"),
    path(f"{ORDER}visits/<int:number>/answer/", visits.answer, name="marketplace-visit-answer"),
    path("week/", coming.week, name="marketplace-week"),
    path("week/<day:first>/", coming.week, name="marketplace-week"),
    path("week/print/", coming.sheet, name="marketplace-week-print"),
    path("week/print/<day:first>/", coming.sheet, name="marketplace-week-print"),
    path(f"{WEEK_VISIT}nobody-came/", coming.nobody_came, name="marketplace-week-nobody"),
    path(f"{WEEK_VISIT}cover/", cover.ask, name="marketplace-week-cover"),
    path(f"{WEEK_VISIT}undo/", coming.undo, name="marketplace-week-undo"),
    path("week/pause/", pauses.start, name="marketplace-week-pause"),
    path("week/pause/<int:pk>/", pauses.end, name="marketplace-week-pause-end"),
    path("provider/", desk.home, name="provider-home"),
    path("provider/choose/", desk.choose, name="provider-choose"),
    path("provider/past/", desk.past, name="provider-past"),
    path("provider/money/", desk.money, name="provider-money"),
    path(DESK_ORDER, desk_orders.order, name="provider-order"),
    path(f"{DESK_ORDER}visits.ics", desk_orders.calendar, name="provider-order-calendar"),
    path(f"{DESK_ORDER}accept/", desk_orders.accept, name="provider-order-accept"),
    path(f"{DESK_ORDER}decline/", desk_orders.decline, name="provider-order-decline"),
    path(f"{DESK_ORDER}visits/<int:number>/record/", desk_visits.record, name="provider-visit-record"),
    path(f"{DESK_ORDER}visits/<int:number>/cancel/", desk_visits.cancel, name="provider-visit-cancel"),
    path(f"{DESK_ORDER}visits/<int:number>/reschedule/", desk_visits.reschedule, name="provider-visit-reschedule"),
    path(f"{DESK_ORDER}visits/<int:number>/answer/", desk_visits.answer, name="provider-visit-answer"),
    path(f"{DESK_ORDER}visits/<int:number>/missed/", desk_visits.missed, name="provider-visit-missed"),
    path(f"{DESK_ORDER}visits/<int:number>/side/", desk_visits.side, name="provider-visit-side"),
    path(f"{DESK_ORDER}visits/<int:number>/refund/", desk_visits.refund, name="provider-visit-refund"),
    path("messages/", messages.index, name="messages"),
    path("messages/to/assistant/<slug:slug>/", messages.to_assistant, name="messages-to-assistant"),
    path("messages/to/listing/<slug:slug>/", messages.to_listing, name="messages-to-listing"),
    path("messages/to/order/<slug:reference>/", messages.to_order, name="messages-to-order"),
    path(TALK, messages.conversation, name="messages-conversation"),
    path(f"{TALK}<int:pk>/take-back/", messages.take_back, name="messages-take-back"),
    path(f"{TALK}report/", messages.report, name="messages-report"),
    path(f"{TALK}block/", messages.block, name="messages-block"),
    path("provider/messages/", desk_messages.index, name="provider-messages"),
    path("provider/messages/to/order/<slug:reference>/", desk_messages.to_order, name="provider-messages-to-order"),
    path(DESK_TALK, desk_messages.conversation, name="provider-messages-conversation"),
    path(f"{DESK_TALK}<int:pk>/take-back/", desk_messages.take_back, name="provider-messages-take-back"),
    path(f"{DESK_TALK}report/", desk_messages.report, name="provider-messages-report"),
    path(f"{DESK_TALK}block/", desk_messages.block, name="provider-messages-block"),
    path("staff/messages/", staff_messages.index, name="staff-messages"),
    path("staff/messages/<int:pk>/", staff_messages.report, name="staff-message-report"),
    path("ideas/", ideas.home, name="ideas-home"),
    path("ideas/<slug:slug>/", ideas.idea, name="ideas-idea"),
    path("ideas/<slug:slug>/add/", ideas.add, name="ideas-add"),
    path("plans/", plans.home, name="plans-home"),
    path("plans/cases/", plan_cases.index, name="plans-cases"),
    path("plans/versions/<int:number>/", plans.version, name="plans-version"),
    path("plans/review/", plan_reviews.ask, name="plans-review"),
    path("plans/review/take-back/", plan_reviews.take_back, name="plans-review-take-back"),
    path("plans/draft/offers/<slug:slug>/", plan_lines.offer, name="plans-offer"),
    path(STAFF_PLAN, staff_person_plan.home, name="staff-person-plan-home"),
    path(f"{STAFF_PLAN}review/", staff_person_plan.review, name="staff-person-plan-review"),
    path(f"{STAFF_PLAN}review/ask/", staff_person_plan.ask, name="staff-person-plan-review-ask"),
    path("staff/plans/reviews/", staff_plans.reviews, name="staff-plan-reviews"),
    path("staff/plans/spending.csv", staff_plans.spending_sheet, name="staff-plans-spending-csv"),
    path("staff/plans/", staff_plans.index, name="staff-plans"),
    path("staff/plans/plans.csv", staff_plans.sheet, name="staff-plans-csv"),
    path("staff/plans/<int:pk>/", staff_plans.plan, name="staff-plan"),
    path("staff/plans/<int:pk>/prices/", plan_prices.staff_prices, name="staff-plan-prices"),
    path("staff/plans/<int:pk>/agree/", staff_plans.agree, name="staff-plan-agree"),
    path("staff/plans/<int:pk>/send-back/", staff_plans.send_back, name="staff-plan-send-back"),
    path("handover/", handover.home, name="handover-home"),
    path("handover/write/<slug:part>/", handover.write, name="handover-write"),
    path("handover/contacts/add/", handover.contact, name="handover-contact-add"),
    path("handover/contacts/<int:pk>/", handover.contact, name="handover-contact"),
    path("handover/contacts/<int:pk>/remove/", handover.remove_contact, name="handover-contact-remove"),
    path("handover/give/", handover.give, name="handover-give"),
    path("handover/given/<int:pk>/withdraw/", handover.withdraw, name="handover-withdraw"),
    path("handover/print/", handover.paper, name="handover-print"),
    path("handover/link/<str:token>/", handover_link.link, name="handover-link"),
    path("handover/read/", handover_link.read, name="handover-read"),
    path("staff/orders/", staff_orders.index, name="staff-orders"),
    path("staff/orders/find/", staff_orders.find, name="staff-orders-find"),
    path("staff/orders/take/<int:pk>/", staff_orders.take, name="staff-orders-take"),
    path("staff/orders/<int:pk>/", staff_order.order, name="staff-order"),
    path("staff/orders/<int:pk>/check/", staff_order.check, name="staff-order-check"),
    path("staff/orders/<int:pk>/go-on/", staff_order.go_on, name="staff-order-go-on"),
    path("staff/orders/<int:pk>/end/", staff_order.end, name="staff-order-end"),
    path("staff/orders/<int:pk>/again/", staff_order.again, name="staff-order-again"),
    path("staff/supply/", supply.overview, name="staff-supply"),
    path("staff/supply/kinds.csv", supply_files.kinds, name="staff-supply-kinds"),
    path("staff/supply/places.csv", supply_files.places, name="staff-supply-places"),
    path("staff/supply/kinds-and-places.csv", supply_files.kinds_and_places, name="staff-supply-both"),
    path("staff/supply/unmet.csv", supply_files.unmet, name="staff-supply-unmet"),
    path("staff/supply/prices.csv", supply_files.prices, name="staff-supply-prices"),
    path("staff/queries/", staff_queries.index, name="staff-queries"),
    path("staff/queries/<int:pk>/", staff_queries.query, name="staff-query"),
]

for at, view, name in WRITING:
    urlpatterns.append(path(f"plans/{at}", view, name=f"plans-{name}"))
    urlpatterns.append(path(f"{STAFF_PLAN}{at}", view, name=f"staff-person-plan-{name}"))

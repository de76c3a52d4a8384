"""The marketplace's addresses: offers, booking, a person's orders, the seller's desk, staff who decide queries."""

from django.urls import URLPattern, URLResolver, path

from marketplace.views import (
    booking,
    booking_check,
    desk,
    desk_orders,
    desk_visits,
    listings,
    orders,
    staff_queries,
    visits,
)

BOOK = "marketplace/book/<slug:slug>/"
ORDER = "marketplace/orders/<slug:reference>/"
DESK_ORDER = "provider/orders/<slug:reference>/"

urlpatterns: list[URLPattern | URLResolver] = [
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
    path("staff/queries/", staff_queries.index, name="staff-queries"),
    path("staff/queries/<int:pk>/", staff_queries.query, name="staff-query"),
]

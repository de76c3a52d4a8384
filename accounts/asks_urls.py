"""Addresses of asking before buying, of receipts and of money asked back: a person's, then the staff's."""

from django.urls import path

from accounts.views import (
    ask,
    asked,
    person_receipts,
    purchase_policy,
    purchase_receipts,
    reclaims,
    staff_policy,
    staff_purchases,
    staff_questions,
    staff_reclaims,
)

urlpatterns = [
    path("money/ask/", ask.ask, name="money-ask"),
    path("money/asked/", asked.listed, name="money-asked"),
    path("money/asked/<slug:reference>/", asked.one, name="money-asked-one"),
    path("money/asked/<slug:reference>/paper/", asked.paper, name="money-asked-paper"),
    path("money/asked/<slug:reference>/bought/", asked.cover, name="money-asked-cover"),
    path("money/asked/<slug:reference>/bought/<int:pk>/off/", asked.uncover, name="money-asked-uncover"),
    path("money/what-it-can-buy/", purchase_policy.current, name="money-policy"),
    path("money/what-it-can-buy/<int:number>/", purchase_policy.version, name="money-policy-version"),
    path("money/purchases/<int:pk>/receipt/", purchase_receipts.send, name="money-receipt-send"),
    path("money/purchases/<int:pk>/receipt/file/", purchase_receipts.receipt, name="money-receipt"),
    path("money/purchases/<int:pk>/receipt/remove/", purchase_receipts.remove, name="money-receipt-remove"),
    path("money/asked-back/", reclaims.listed, name="money-reclaims"),
    path("money/asked-back/<int:pk>/", reclaims.one, name="money-reclaim"),
    path("staff/questions/", staff_questions.queue, name="staff-questions"),
    path("staff/questions/policy/", staff_policy.publish, name="staff-policy"),
    path("staff/questions/<slug:reference>/", staff_questions.one, name="staff-question"),
    path("staff/reclaims/", staff_reclaims.listed, name="staff-reclaims"),
    path("staff/reclaims/<int:pk>/", staff_reclaims.one, name="staff-reclaim"),
    path("staff/reclaims/<int:pk>/give-back/", staff_reclaims.give_back, name="staff-reclaim-give-back"),
    path("staff/receipts/<int:pk>/", purchase_receipts.for_staff, name="staff-receipt"),
    path("staff/finance/people/<int:pk>/reason/", staff_purchases.reason, name="staff-purchases-reason"),
    path("staff/finance/people/<int:pk>/purchases/", staff_purchases.listed, name="staff-purchases"),
    path("staff/finance/people/<int:pk>/purchases/<str:key>/", staff_purchases.propose, name="staff-reclaim-new"),
    path("staff/people/<int:pk>/receipts/", person_receipts.listed, name="staff-person-receipts"),
    path("staff/people/<int:pk>/receipts/<int:pot>/", person_receipts.ask, name="staff-person-receipts-ask"),
    path("staff/people/<int:pk>/receipts/<int:asked>/end/", person_receipts.end, name="staff-person-receipts-end"),
]

"""Addresses of whether all is well: the person's, then the staff's."""

from django.urls import path

from accounts.views import staff_welfare, staff_welfare_counts, welfare

urlpatterns = [
    path("money/all-well/", welfare.page, name="money-all-well"),
    path("staff/welfare/", staff_welfare.listed, name="staff-welfare"),
    path("staff/welfare/counts/", staff_welfare_counts.page, name="staff-welfare-counts"),
    path("staff/welfare/counts/if-all-is-well.csv", staff_welfare_counts.sheet, name="staff-welfare-sheet"),
    path("staff/welfare/<int:pk>/", staff_welfare.one, name="staff-welfare-one"),
    path("staff/welfare/<int:pk>/heard/", staff_welfare.heard, name="staff-welfare-heard"),
    path("staff/welfare/<int:pk>/triage/", staff_welfare.triage, name="staff-welfare-triage"),
]

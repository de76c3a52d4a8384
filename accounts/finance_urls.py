"""Addresses of the finance desk, under /staff/finance/."""

from django.urls import path

from accounts.views import finance_accounts, finance_file, finance_overview, finance_payments, finance_reason

urlpatterns = [
    path("", finance_overview.overview, name="staff-finance"),
    path("trial-balance/", finance_overview.trial_balance, name="staff-finance-trial-balance"),
    path("accounts/<slug:kind>/", finance_accounts.kind, name="staff-finance-kind"),
    path("accounts/<slug:kind>.csv", finance_accounts.kind_sheet, name="staff-finance-kind-sheet"),
    path("accounts/<slug:kind>/<int:pk>/", finance_accounts.account, name="staff-finance-account"),
    path("accounts/<slug:kind>/<int:pk>.csv", finance_accounts.account_sheet, name="staff-finance-account-sheet"),
    path("accounts/<slug:kind>/<int:pk>/reason/", finance_reason.reason, name="staff-finance-reason"),
    path("payments/", finance_payments.payments, name="staff-finance-payments"),
    path("payments/prepare/", finance_payments.prepare, name="staff-finance-prepare"),
    path("payments/<slug:reference>/", finance_file.file, name="staff-finance-file"),
    path("payments/<slug:reference>/release/", finance_file.release, name="staff-finance-release"),
    path("payments/<slug:reference>/cancel/", finance_file.cancel, name="staff-finance-cancel"),
    path("payments/<slug:reference>.csv", finance_file.download, name="staff-finance-download"),
]

"""Addresses of the administrator's desk, under /staff/access/."""

from django.urls import path

from accounts.views import access, access_health, employment_rates, retention

urlpatterns = [
    path("", access.overview, name="staff-access"),
    path("add/", access.add, name="staff-access-add"),
    path("health/", access_health.page, name="staff-access-health"),
    path("employment-rates/", employment_rates.listed, name="staff-employment-rates"),
    path("employment-rates/add/", employment_rates.add, name="staff-employment-rates-add"),
    path("how-long/", retention.listed, name="staff-how-long"),
    path("how-long/<slug:key>/", retention.change, name="staff-how-long-change"),
    path("sign-ins/<int:pk>/", access.sign_in, name="staff-access-user"),
    path("sign-ins/<int:pk>/invite/", access.invite, name="staff-access-invite"),
    path("sign-ins/<int:pk>/role/", access.grant, name="staff-access-grant"),
    path("sign-ins/<int:pk>/role/<int:grant>/end/", access.end, name="staff-access-end"),
]

"""Addresses of what people tell us and of concerns, and of those at the council who deal with them."""

from django.urls import path

from cms.views import (
    concern,
    staff_complaint_counts,
    staff_complaint_steps,
    staff_complaints,
    staff_concern_steps,
    staff_concerns,
    tell_us,
    told,
)

COMPLAINT = "staff/complaints/<slug:reference>/"
CONCERN = "staff/concerns/<slug:reference>/"

urlpatterns = [
    path("concern/", concern.start, name="cms-concern"),
    path("concern/tell/", concern.tell, name="cms-concern-tell"),
    path("concern/sent/", concern.sent, name="cms-concern-sent"),
    path("tell-us/", tell_us.start, name="cms-tell-us"),
    path("tell-us/check/", tell_us.check, name="cms-tell-us-check"),
    path("tell-us/sent/", tell_us.sent, name="cms-tell-us-sent"),
    path("tell-us/follow/", told.follow, name="cms-tell-us-follow"),
    path("tell-us/yours/", told.yours, name="cms-told-list"),
    path("tell-us/yours/<slug:reference>/", told.one, name="cms-told"),
    path("tell-us/thank-yous/", told.compliments, name="cms-compliments"),
    path("tell-us/<slug:step>/", tell_us.question, name="cms-tell-us-step"),
    path("staff/complaints/", staff_complaints.queue, name="staff-complaints"),
    path("staff/complaints/counts/", staff_complaint_counts.counts, name="staff-complaint-counts"),
    path("staff/complaints/counts.csv", staff_complaint_counts.counts_sheet, name="staff-complaint-counts-sheet"),
    path("staff/complaints/register.csv", staff_complaint_counts.register_sheet, name="staff-complaint-register"),
    path(COMPLAINT, staff_complaints.one, name="staff-complaint"),
    path(f"{COMPLAINT}take/", staff_complaint_steps.take, name="staff-complaint-take"),
    path(f"{COMPLAINT}to-safeguarding/", staff_complaint_steps.to_safeguarding, name="staff-complaint-safeguarding"),
    path(f"{COMPLAINT}letters/<int:pk>/", staff_complaint_steps.letter, name="staff-complaint-letter"),
    path(f"{COMPLAINT}<slug:slug>/", staff_complaint_steps.step, name="staff-complaint-step"),
    path("staff/concerns/", staff_concerns.queue, name="staff-concerns"),
    path("staff/concerns/looks/", staff_concerns.looks, name="staff-concern-looks"),
    path(CONCERN, staff_concerns.one, name="staff-concern"),
    path(f"{CONCERN}take/", staff_concern_steps.take, name="staff-concern-take"),
    path(f"{CONCERN}link/", staff_concern_steps.link, name="staff-concern-link"),
    path(f"{CONCERN}<slug:slug>/", staff_concern_steps.step, name="staff-concern-step"),
]

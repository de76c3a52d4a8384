"""Addresses of money that was not spent: a person's, then the staff's."""

from django.urls import path

from accounts.views import staff_surplus, staff_surplus_steps, surplus

urlpatterns = [
    path("money/not-spent/<int:pk>/", surplus.one, name="money-surplus"),
    path("money/not-spent/<int:pk>/say/", surplus.say, name="money-surplus-say"),
    path("money/not-spent/<int:pk>/appeal/", surplus.appeal, name="money-surplus-appeal"),
    path("staff/surplus/", staff_surplus.listed, name="staff-surplus"),
    path("staff/surplus/people/<int:pk>/", staff_surplus.propose, name="staff-surplus-new"),
    path("staff/surplus/<int:pk>/", staff_surplus.one, name="staff-surplus-one"),
    path("staff/surplus/<int:pk>/heard/", staff_surplus_steps.heard, name="staff-surplus-heard"),
    path("staff/surplus/<int:pk>/decide/", staff_surplus_steps.decide, name="staff-surplus-decide"),
    path("staff/surplus/<int:pk>/answer/", staff_surplus_steps.answer_appeal, name="staff-surplus-answer"),
    path("staff/surplus/<int:pk>/leave/", staff_surplus_steps.leave, name="staff-surplus-leave"),
    path("staff/surplus/<int:pk>/take/", staff_surplus_steps.take, name="staff-surplus-take"),
]

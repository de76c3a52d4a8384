"""Addresses of what named staff do with a resident's card, under /staff/cards/."""

from django.urls import path

from accounts.views import staff_cards

urlpatterns = [
    path("<int:pk>/freeze/", staff_cards.freeze, name="staff-card-freeze"),
    path("<int:pk>/unfreeze/", staff_cards.unfreeze, name="staff-card-unfreeze"),
    path("<int:pk>/stop/", staff_cards.stop, name="staff-card-stop"),
]

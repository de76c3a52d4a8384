from django.urls import path

from config.demo import views

urlpatterns = [
    path("", views.first_page, name="demo-first-page"),
    path("sign-in/", views.sign_in_as, name="demo-sign-in"),
    path("mailbox/", views.letters, name="demo-mailbox"),
    path("mailbox/<str:letter_id>/", views.letter, name="demo-letter"),
]

from django.urls import path

from cms.views import feedback

urlpatterns = [
    path("page-feedback/<int:page_pk>/", feedback.give, name="cms-feedback"),
    path("page-feedback/<int:page_pk>/thank-you/", feedback.thanks, name="cms-feedback-thanks"),
]

from django.urls import path

from cms.views import feedback, staff_search, staff_search_rebuild

urlpatterns = [
    path("page-feedback/<int:page_pk>/", feedback.give, name="cms-feedback"),
    path("page-feedback/<int:page_pk>/thank-you/", feedback.thanks, name="cms-feedback-thanks"),
    path("staff/search/", staff_search.overview, name="staff-search"),
    path("staff/search/words.csv", staff_search.words_sheet, name="staff-search-words"),
    path("staff/search/rebuild/", staff_search_rebuild.rebuild, name="staff-search-rebuild"),
]

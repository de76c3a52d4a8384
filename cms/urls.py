from django.urls import URLPattern, URLResolver, include, path

from cms.views import (
    a_to_z,
    feedback,
    saved_searches,
    staff_advice,
    staff_links,
    staff_search,
    staff_search_rebuild,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cms.front_door_urls")),
    path("advice/a-z/", a_to_z.a_to_z, name="cms-a-to-z"),
    path("page-feedback/<int:page_pk>/", feedback.give, name="cms-feedback"),
    path("page-feedback/<int:page_pk>/thank-you/", feedback.thanks, name="cms-feedback-thanks"),
    path("staff/advice/", staff_advice.overview, name="staff-advice"),
    path("staff/advice/links/", staff_links.all_pages, name="staff-advice-links"),
    path("staff/advice/links/<int:page_pk>/", staff_links.of_one, name="staff-advice-links-of"),
    path("staff/search/", staff_search.overview, name="staff-search"),
    path("staff/search/words.csv", staff_search.words_sheet, name="staff-search-words"),
    path("staff/search/rebuild/", staff_search_rebuild.rebuild, name="staff-search-rebuild"),
    path("your-searches/", saved_searches.all_of_mine, name="cms-saved-searches"),
    path("your-searches/save/", saved_searches.save, name="cms-saved-search-save"),
    path("your-searches/<int:pk>/", saved_searches.one, name="cms-saved-search"),
    path("your-searches/<int:pk>/emails/", saved_searches.emails, name="cms-saved-search-emails"),
    path("your-searches/<int:pk>/delete/", saved_searches.delete, name="cms-saved-search-delete"),
    path("your-searches/stop/<str:token>/", saved_searches.stop, name="cms-saved-search-stop"),
]

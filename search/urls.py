from django.urls import URLPattern, URLResolver, path

from search.views.everything import everything
from search.views.how_ordered import how_ordered
from search.views.suggest import suggest

urlpatterns: list[URLPattern | URLResolver] = [
    path("search/", everything, name="search-results"),
    path("search/suggest/", suggest, name="search-suggest"),
    path("search/how-results-are-ordered/", how_ordered, name="search-how-ordered"),
]

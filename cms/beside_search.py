"""What this room puts beside results of a search."""

from typing import Any

from django.http import HttpRequest

from cms.documents import KIND
from cms.models import TopicPage
from search.query import Query, search
from search.slots import ResultsPage

MOST_ADVICE = 3
MOST_TOPICS = 8


def related(request: HttpRequest, page: ResultsPage) -> dict[str, Any] | None:
    """Where nothing was found: advice that has some of the words, and otherwise the topics there is advice on."""
    words = page.query.text
    found = search(Query(text=words, kinds=(KIND,), per_page=MOST_ADVICE)).hits if words else ()
    topics = [] if found else list(TopicPage.objects.live().public().order_by("path")[:MOST_TOPICS])
    if not found and not topics:
        return None
    return {"template": "cms/_related.html", "advice": found, "topics": topics}

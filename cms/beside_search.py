"""What this room puts beside results of a search."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from cms.documents import KIND
from cms.forms.saved_search import SaveForm
from cms.models import TopicPage
from cms.models.saved_search import LONGEST_NAME
from cms.saved_searches import tidied
from search.query import Query, search
from search.slots import ResultsPage

MOST_ADVICE = 3
MOST_TOPICS = 12


def save(request: HttpRequest, page: ResultsPage) -> dict[str, Any] | None:
    """Keep this search, for whoever is signed in; for others, the way to sign in and come back here."""
    asked = tidied(page.address.removeprefix("?"))
    if not asked:
        return None
    if not request.user.is_authenticated:
        here = f"{reverse('search-results')}?{asked}"
        return {
            "template": "cms/_save_search.html",
            "sign_in": f"{reverse('account_login')}?{urlencode({'next': here})}",
        }
    form = SaveForm(initial={"name": page.heading[:LONGEST_NAME], "asked": asked}, auto_id="save_%s")
    return {"template": "cms/_save_search.html", "form": form}


def related(request: HttpRequest, page: ResultsPage) -> dict[str, Any] | None:
    """Where nothing was found: advice that has some of the words, and otherwise the topics there is advice on."""
    words = page.query.text
    found = search(Query(text=words, kinds=(KIND,), per_page=MOST_ADVICE)).hits if words else ()
    topics = [] if found else list(TopicPage.objects.with_pages().public()[:MOST_TOPICS])
    if not found and not topics:
        return None
    return {"template": "cms/_related.html", "advice": found, "topics": topics}

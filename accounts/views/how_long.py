"""How long somebody's own money lasts. For everybody, without signing in.

Savings are nobody's business: they come in the body of a POST, never in an address, the answer is in the response to
it, and nothing is stored, logged or kept by a browser.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import lasting_words
from accounts.forms.how_long import HowLongForm
from accounts.requests import Request
from accounts.views.easy import is_easy
from accounts.views.money import HOME
from design.formats import pounds_short
from design.limits import too_often
from design.views.errors import too_many

TIMES, SECONDS = 120, 3600  # a library's computers share an address


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def how_long(request: Request) -> HttpResponse:
    form = HowLongForm(request.POST if request.method == "POST" else None)
    if form.is_bound and too_often(request, "how-long", times=TIMES, seconds=SECONDS):
        return too_many(request)
    cards = lasting_words.cards(form.means, form.costs) if form.is_bound and form.is_valid() else []
    context = {
        "form": form,
        "easy": is_easy(request),
        "breadcrumbs": HOME,
        "upper": lasting_words.UPPER,
        "lower": lasting_words.LOWER,
        "cards": cards,
        "rows": rows(form) if cards else [],
        "easy_end": lasting_words.easy_end(cards),
    }
    return render(request, "accounts/how_long.html", context)


def rows(form: HowLongForm) -> list[dict[str, str]]:
    """What was typed, for the paper that somebody takes to an adviser."""
    given = form.cleaned_data
    known = [
        ("Savings", given["savings"], ""),
        ("Money that comes in", given["income"], " a week"),
        ("Living at home", given["home"], " a week"),
        ("Help at home", given["help"], " a week"),
        ("A care home", given["care_home"], " a week"),
    ]
    sums = [{"key": key, "value": pounds_short(pence) + unit} for key, pence, unit in known if pence is not None]
    rises = [("Prices go up", given["price_rise"]), ("Income goes up", given["income_rise"])]
    return sums + [{"key": key, "value": f"{percent}% a year"} for key, percent in rises]

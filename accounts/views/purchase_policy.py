"""What a personal budget may buy, for everybody to read: the text of today, and each version that was before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import letters
from accounts.models import PurchasePolicy

HOME = [("Home", "/")]


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    return show(request, PurchasePolicy.current(), HOME)


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """As an answer quotes it, whatever was published since."""
    found = get_object_or_404(PurchasePolicy.objects.select_related("published_by"), number=min(number, 32_767))
    return show(request, found, [*HOME, ("What a personal budget can buy", "/money/what-it-can-buy/")])


def show(request: HttpRequest, policy: PurchasePolicy, crumbs: list[tuple[str, str]]) -> HttpResponse:
    versions = list(PurchasePolicy.objects.only("number", "published_at", "published_by"))
    context = {
        "section": "money",
        "breadcrumbs": crumbs,
        "policy": policy,
        "paragraphs": list(letters.paragraphs(policy.text)),
        "versions": versions,
        "is_current": policy.number == versions[0].number,
    }
    return render(request, "accounts/purchase_policy.html", context)

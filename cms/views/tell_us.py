"""A complaint, a compliment or a comment: from any page, signed in or not, one question a page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Person, User
from accounts.views.easy import in_words_of
from cms import about, easy_words, references, tell_us
from cms.actions import complaints
from cms.complaint_rules import KINDS, SUBJECTS, Kind
from cms.forms.tell_us import (
    CONCERN,
    FORMATS,
    AboutForm,
    AnswerForm,
    ConsentForm,
    KindForm,
    Question,
    RightForm,
    SubjectForm,
    WordsForm,
)
from cms.models import Complaint
from cms.models.complaints import CONSENTS
from cms.views.asking import ASKS, HOME, kept_by_nobody, typed
from design.limits import too_often
from design.views.errors import too_many

FORMS: dict[str, type[Question]] = {
    "about": AboutForm,
    "subject": SubjectForm,
    "words": WordsForm,
    "put-right": RightForm,
    "pass-on": ConsentForm,
    "answer": AnswerForm,
}
TIMES, SECONDS = 10, 3600
NO_ANSWER = "none"


@ASKS
@kept_by_nobody
def start(request: HttpRequest) -> HttpResponse:
    """What kind of thing it is. `?page=` is the path of the page where somebody followed the link."""
    address = request.POST.get("page", "") if request.method == "POST" else request.GET.get("page", "")
    thing = about.at(request, address)
    form = KindForm(typed(request), initial={"kind": request.GET.get("kind", "")})
    form = in_words_of(request, form, easy_words.KIND)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["kind"] == CONCERN:
            return redirect("cms-concern")
        journey = tell_us.begin(request.session, form.cleaned_data["kind"], thing)
        return redirect("cms-tell-us-step", tell_us.steps(journey)[0])
    context = {"form": form, "thing": thing, "page": about.path_of(address), "breadcrumbs": HOME}
    return render(request, "cms/tell_us.html", context)


@ASKS
@kept_by_nobody
def question(request: HttpRequest, step: str) -> HttpResponse:
    if step not in FORMS:
        raise Http404
    journey = request.session.get(tell_us.KEY)
    if journey is None:
        return redirect("cms-tell-us")
    steps = tell_us.steps(journey)
    if step not in steps or not all(tell_us.FIELD[each] in journey for each in steps[: steps.index(step)]):
        return redirect("cms-tell-us-step", tell_us.first_open(journey))
    form = FORMS[step](typed(request), journey=journey, initial=initial(request, journey, step))
    form = in_words_of(request, form, easy_words.of_question(step, journey["kind"]))
    if request.method == "POST" and form.is_valid():
        return onward(tell_us.answer(request.session, form.answers), step, change="change" in request.GET)
    place = steps.index(step)
    back = reverse("cms-tell-us-step", args=[steps[place - 1]]) if place else reverse("cms-tell-us")
    if "change" in request.GET:
        back = reverse("cms-tell-us-check")
    context = {"form": form, "step": step, "back": back, "journey": journey, "number": place + 1, "of": len(steps)}
    return render(request, "cms/tell_us_question.html", context)


def onward(journey: dict[str, Any], step: str, *, change: bool) -> HttpResponse:
    following = tell_us.steps(journey)[tell_us.steps(journey).index(step) + 1 :]
    then = tell_us.first_open(journey) if change or not following else following[0]
    return redirect("cms-tell-us-check") if then == "check" else redirect("cms-tell-us-step", then)


def initial(request: HttpRequest, journey: dict[str, Any], step: str) -> dict[str, Any]:
    """What was answered before; at first how a person who is signed in is usually reached."""
    if step == "answer" and "contact_format" not in journey:
        return how_to_reach(request)
    return journey | {"contact_format": journey.get("contact_format") or NO_ANSWER}


def how_to_reach(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    if not user.is_authenticated:
        return {}
    person = Person.objects.filter(user=user).first()
    known = {"name": user.name, "email": user.email}
    if person:
        address = "\n".join(part for part in (person.address, person.postcode) if part)
        known |= {"phone": person.phone, "address": address, "contact_format": person.contact_format}
    return known


@ASKS
@kept_by_nobody
def check(request: HttpRequest) -> HttpResponse:
    journey = request.session.get(tell_us.KEY)
    if journey is None:
        return redirect("cms-tell-us")
    if (step := tell_us.first_open(journey)) != "check":
        return redirect("cms-tell-us-step", step)
    if request.method == "POST":
        if too_often(request, "tell-us", times=TIMES, seconds=SECONDS):
            return too_many(request)
        return send(request, journey)
    context = {"rows": rows(journey), "journey": journey, "breadcrumbs": HOME, "is_complaint": is_complaint(journey)}
    return render(request, "cms/tell_us_check.html", context)


def is_complaint(journey: dict[str, Any]) -> bool:
    return bool(journey["kind"] == Kind.COMPLAINT)


def send(request: HttpRequest, journey: dict[str, Any]) -> HttpResponse:
    by: User | None = request.user if request.user.is_authenticated else None
    person = request.acting.person if by else None  # type: ignore[attr-defined]
    complaint = complaints.tell(told=tell_us.told(journey), by=by, person=person)
    tell_us.finish(request.session, complaint.reference)
    return redirect("cms-tell-us-sent")


@require_safe
@kept_by_nobody
def sent(request: HttpRequest) -> HttpResponse:
    """The reference, and the link behind which the answer will be. Only in the browser that sent it."""
    complaint = Complaint.objects.filter(reference=request.session.get(tell_us.SENT, "")).first()
    if complaint is None:
        return redirect("cms-tell-us")
    follow = f"{reverse('cms-tell-us-follow')}?key={references.key_of(complaint.reference)}"
    return render(request, "cms/tell_us_sent.html", {"complaint": complaint, "follow": follow, "breadcrumbs": HOME})


def rows(journey: dict[str, Any]) -> list[dict[str, Any]]:
    """Check your answers: each with the way back to its question."""
    told = tell_us.told(journey)
    reach = {"email": told.email, "phone": told.phone, "address": told.address}
    found = [
        ("You tell us", KINDS[Kind(told.kind)], reverse("cms-tell-us")),
        ("About", told.about.words if told.about else "", "about") if journey["about"] else None,
        ("Subject", SUBJECTS[told.subject], "subject"),  # type: ignore[index]
        ("Somebody at the council", told.staff_named, "subject") if told.staff_named else None,
        ("What you say", told.words, "words"),
        ("What would put it right", told.wish, "put-right") if is_complaint(journey) else None,
        ("May we pass it on?", CONSENTS[told.consent], "pass-on") if told.consent else None,
        ("How we answer", dict(FORMATS).get(told.contact_format, "I do not want an answer"), "answer"),  # type: ignore[call-overload]
        ("Your name", told.name, "answer"),
        *((REACH[name], value, "answer") for name, value in reach.items() if value),
    ]
    return [row(*each) for each in found if each]


REACH = {"email": "E-mail", "phone": "Telephone", "address": "Address"}


def row(key: str, value: str, step: str) -> dict[str, Any]:
    where = step if step.startswith("/") else f"{reverse('cms-tell-us-step', args=[step])}?change"
    actions = [("Change", where, key.lower())]
    return {"key": key, "value": value or "Nothing", "actions": actions, "picture": easy_words.PICTURES[key]}

"""Second looks at decisions on paying family: who waits, and the answer of somebody who had no part in the decision."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views import opened
from accounts.views.desk_form import Desk, answer
from design.components import Cell, Column, Table
from design.formats import counted, day
from marketplace.actions import second_looks
from marketplace.actions.second_looks import Finding
from marketplace.forms.necessity import AskAgainForm, LookAgainForm
from marketplace.models import SecondLook
from marketplace.queries import necessity
from marketplace.queries import second_looks as found
from marketplace.views import staff_family
from marketplace.views.asking import ASKS, typed
from marketplace.views.family import look_rows

LOOKS = [*STAFF, ("Second looks", "/staff/second-looks/")]
WHERE = "Practitioner. A second look that was asked for"
Result = SecondLook.Result
SAYS = {
    Result.KEPT: "Keep it as it is",
    Result.CHANGED: "Decide anew that it is necessary: they are paid",
    Result.ENDED: "End it: they are not paid any more",
}


@require_safe
@needs(Permission.AGREE_BUDGETS)
def index(request: Request) -> HttpResponse:
    waiting = list(found.waiting(request.user))
    context = {"section": "staff", "breadcrumbs": STAFF, "table": table(waiting) if waiting else None}
    return render(request, "marketplace/staff_second_looks.html", context)


def table(waiting: list[SecondLook]) -> Table:
    columns = [
        Column("Who asks", header=True),
        Column("Answer by"),
        Column("About"),
    ]
    return Table("Second looks", columns, [row(look) for look in waiting], hide_caption=True)


def row(look: SecondLook) -> list[Any]:
    href = reverse("staff-second-look", args=[look.pk])
    about = "Its end" if look.after_end else "That they are paid"
    who = Cell(look.person.name, f"Asked {day(look.asked_at)}", href)
    return [who, Cell(day(look.due_on), late(look)), Cell(look.decision.personal_assistant.name, about)]


def late(look: SecondLook) -> str:
    days = (timezone.localdate() - look.due_on).days
    return f"Late: {counted(days, 'day')}" if days > 0 else ""


@ASKS
@needs(Permission.AGREE_BUDGETS)
def one(request: Request, pk: int) -> HttpResponse:
    look = get_object_or_404(found.waiting(request.user), pk=pk)
    whose = opened.load(request, look.person_id, WHERE)
    name, choices = look.decision.personal_assistant.name, found.choices(look)
    form = LookAgainForm(typed(request), choices=[(each.value, SAYS[each]) for each in choices])

    def act() -> str:
        given = form.cleaned_data
        finding = Finding(Result(given["result"]), given["words"], given["review_on"])
        second_looks.answer(look=look, finding=finding, by=request.user)
        return f"Answered. We tell {whose.name}."

    def check() -> list[dict[str, Any]]:
        given = form.cleaned_data
        told = [{"key": "What comes of it", "value": SAYS[Result(given["result"])]}]
        told.append({"key": "Why", "value": given["words"]})
        if given["result"] == Result.CHANGED:
            told.append({"key": "Looked at again by", "value": day(given["review_on"])})
        return [*told, *(staff_family.ending_rows(look.decision) if given["result"] == Result.ENDED else [])]

    desk = Desk(
        f"Look again at paying {name}",
        form,
        act,
        reverse("staff-second-looks"),
        LOOKS,
        button="Answer",
        caption=whose.name,
        lead=[staff_family.LAW, f"Talk to {whose.first_name} before you answer. They read what you write."],
        rows=[*staff_family.rows(look.decision), *look_rows(look)],
        check=check,
    )
    return answer(request, desk)


@ASKS
@needs(Permission.AGREE_BUDGETS)
def write_down(request: Request, person: int, pk: int) -> HttpResponse:
    """What the person says by telephone or in a talk: that she wants somebody else to look."""
    whose = opened.load(request, person)
    decision = get_object_or_404(necessity.of_person(whose), pk=pk)
    form = AskAgainForm(typed(request), first_name=whose.first_name)

    def act() -> str:
        look = second_looks.ask(decision=decision, words=form.cleaned_data["words"], by=request.user)
        return f"Written down. Somebody else looks at it by {day(look.due_on)}."

    desk = Desk(
        "Write down that they ask for a second look",
        form,
        act,
        reverse("staff-person-family", args=[whose.pk]),
        staff_family.crumbs(whose),
        button="Write it down",
        caption=whose.name,
        lead=["Write it in their words. Somebody other than you, who had no part in the decision, answers it."],
        rows=staff_family.rows(decision),
        check=lambda: [{"key": str(form.fields["words"].label), "value": form.cleaned_data["words"]}],
    )
    return answer(request, desk)

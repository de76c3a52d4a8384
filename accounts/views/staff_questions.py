"""The desk of questions before buying: one's own people first, the late flagged; each answered once, by name."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import flags, outcome_words, rules_against
from accounts.actions import questions as actions
from accounts.desks import STAFF
from accounts.forms.answer import AnswerForm
from accounts.models import PurchasePolicy, PurchaseQuestion
from accounts.permissions import mandates_of, needs, permissions_of
from accounts.queries import asks, looks
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from design.components import Cell, Column, Table
from design.formats import counted, day, moment, pounds

PER_PAGE = 25
QUESTIONS = [*STAFF, ("Questions before buying", "/staff/questions/")]


@require_safe
@needs(Permission.ANSWER_QUESTIONS)
def queue(request: Request) -> HttpResponse:
    page = Paginator(asks.queue(request.user), PER_PAGE).get_page(request.GET.get("page"))
    done = asks.answered().exclude(person__user=request.user)[:10]
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "page": page,
        "table": queue_table(request, list(page)) if page.paginator.count else None,
        "done": done_table(list(done)) if done else None,
        "may_publish": Permission.PUBLISH_POLICY in permissions_of(request.user),
    }
    return render(request, "accounts/staff_questions.html", context)


def queue_table(request: Request, found: list[PurchaseQuestion]) -> Table:
    """Without what is to be bought: that is on the question's own page, whose opening is on record."""
    columns = [
        Column("Question", header=True, phone="main"),
        Column("Due", phone="over"),
        Column("Whose", phone="over-right"),
        Column("About", numeric=True, phone="amount"),
    ]
    rows = [
        [
            Cell(each.person.name, each.reference, reverse("staff-question", args=[each.reference])),
            Cell(day(each.due_on), late(each)),
            whose(request, each),
            pounds(each.pence),
        ]
        for each in found
    ]
    return Table("Questions to answer", columns, rows, hide_caption=True)


def late(question: PurchaseQuestion) -> str:
    if not question.is_overdue:
        return ""
    return f"Overdue by {counted((timezone.localdate() - question.due_on).days, 'day')}"


def whose(request: Request, question: PurchaseQuestion) -> str:
    practitioner = question.person.practitioner
    if practitioner is None:
        return "Nobody’s yet"
    return "You work with them" if practitioner.pk == request.user.pk else practitioner.name


def done_table(found: list[PurchaseQuestion]) -> Table:
    columns = [
        Column("Question", header=True, phone="main"),
        Column("Answered", phone="over"),
        Column("Answer", phone="amount"),
    ]
    rows = [
        [
            Cell(each.person.name, each.reference, reverse("staff-question", args=[each.reference])),
            Cell(each.answered_by.name if each.answered_by else "By the text itself", moment(each.answered_at)),
            each.get_answer_display(),
        ]
        for each in found
    ]
    return Table("Answered lately", columns, rows)


def load(request: Request, reference: str) -> PurchaseQuestion:
    """Nobody opens her own here, nor that of somebody she acts for. Who opens another's is on record."""
    whole = PurchaseQuestion.objects.select_related(
        "person__user", "person__practitioner", "pot__outcome", "pot__person", "asked_by", "answered_by", "policy"
    )
    found = get_object_or_404(whole, reference=reference)
    acts_for = {mandate.person_id for mandate in mandates_of(request.user)}
    if found.person.user_id == request.user.pk or found.person_id in acts_for:
        raise Http404
    flags.raise_for(request, found.person)
    if request.method != "POST":
        where = f"Practitioner. Your question {found.reference}"
        looks.record(person=found.person, by=request.user, where=where, action=looks.PAGE)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ANSWER_QUESTIONS)
def one(request: Request, reference: str) -> HttpResponse:
    question = load(request, reference)
    if question.answer:
        return shown(request, question)
    form = AnswerForm(posted(request), question=question)

    def do() -> str:
        actions.answer(question=question, reply=form.reply(), by=request.user)
        return f"Answered. We have told {question.person.name}."

    desk = Desk(
        question.reference,
        form,
        do,
        reverse("staff-questions"),
        QUESTIONS,
        button="Answer",
        caption=question.person.name,
        rows=[*rows(question), *about(question)],
        check=lambda: checked(form),
        warning="An answer cannot be changed. The person is told now.",
    )
    return answer(request, desk)


def shown(request: Request, question: PurchaseQuestion) -> HttpResponse:
    """What was answered. A POST that came too late is told so by what stands here."""
    if request.method == "POST":
        return redirect("staff-question", question.reference)
    context = {"section": "staff", "breadcrumbs": QUESTIONS, "question": question, "rows": rows(question)}
    context["answer_rows"] = answer_rows(question)
    return render(request, "accounts/staff_question.html", context)


def rows(question: PurchaseQuestion) -> list[dict[str, Any]]:
    known = [
        ("What", question.what),
        ("About how much", pounds(question.pence)),
        ("Where", question.shop),
        ("Asked", f"{question.asked_by.name}, {moment(question.asked_at)}"),
        ("Due", ", ".join(filter(None, [day(question.due_on), late(question).lower()])) if not question.answer else ""),
    ]
    return [{"key": key, "value": value} for key, value in known if value]


def about(question: PurchaseQuestion) -> list[dict[str, Any]]:
    """What an answer is measured by: the outcome in the plan's words, the rules, the text of today."""
    name, words = outcome_words.of(question.pot)
    policy = PurchasePolicy.current()
    reading = [("Read it", reverse("money-policy-version", args=[policy.number]), "the text")]
    found: list[dict[str, Any]] = [
        {"key": "It is for", "value": f"{name}: “{words}”" if words else name},
        {"key": "Text that you quote", "value": f"Version {policy.number}", "actions": reading},
    ]
    ruled = rules_against.of(pot=question.pot, shop=question.shop, pence=question.pence)
    return [*found, *[{"key": "A rule to look at", "value": rule} for rule in ruled]]


def checked(form: AnswerForm) -> list[dict[str, Any]]:
    reply = form.reply()
    is_yes = reply.answer != PurchaseQuestion.Answer.NO
    known = [
        ("Your answer", dict(PurchaseQuestion.Answer.choices)[reply.answer]),
        ("Up to", pounds(reply.up_to_pence) if is_yes else ""),
        ("Until", day(reply.until) if is_yes else ""),
        ("What you write", reply.why),
    ]
    return [{"key": key, "value": value} for key, value in known if value]


def answer_rows(question: PurchaseQuestion) -> list[dict[str, Any]]:
    by = question.answered_by.name if question.answered_by else "The text itself, at once"
    known = [
        ("Answer", question.get_answer_display()),
        ("By", f"{by}, {moment(question.answered_at)}"),
        ("Up to", pounds(question.up_to_pence)),
        ("Until", day(question.until)),
        ("What was written", question.why),
        ("Outcome then", f"{question.outcome_name}: “{question.outcome_words}”" if question.outcome_words else ""),
        ("Text", f"Version {question.policy.number}" if question.policy else ""),
    ]
    return [{"key": key, "value": value} for key, value in known if value]

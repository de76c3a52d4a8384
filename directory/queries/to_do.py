"""What a provider has to do about her pages next: sent back, hidden, old, unfinished, told by readers, incomplete."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse

from design.formats import day
from directory import ages, page_fields, page_gaps, public
from directory import approval_rules as rules
from directory.approval_rules import State as Standing
from directory.change_rules import State
from directory.feedback_rules import ReplyState
from directory.free_times import join
from directory.models import (
    Application,
    Approval,
    ChangeProposal,
    CostOption,
    Eligibility,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Status,
)
from directory.models.freshness import Listed
from directory.models.proposals import SUBJECTS as PROPOSAL_SUBJECTS
from directory.page_gaps import Held
from directory.queries import feedback
from directory.queries.approvals import SOON

NO_REPLY, REPLY_BACK = Q(reply=None), Q(reply__state=ReplyState.SENT_BACK)


@dataclass(frozen=True)
class Todo:
    """One thing to do, where, and why. `tone` as a tag has it."""

    what: str
    about: str
    href: str
    tag: str
    tone: str = "warm"
    sub: str = ""


def pages(organisation: int, *, manages: bool, today: date) -> list[Todo]:
    """In a fixed number of queries. Whoever keeps the diary reads only of what she may write."""
    services = list(_with_facts(Service.objects.filter(organisation=organisation)).order_by("name", "pk"))
    up = [one for one in services if one.status == Status.PUBLISHED]
    sent = _proposals(of=organisation) if manages else []
    found = _renewals(Q(organisation=organisation) | Q(service__organisation=organisation), today) if manages else []
    found += [_back(one) for one in sent if one.state == State.SENT_BACK]
    found += [_hidden(one) for one in up if one.hidden_at and manages]
    found += [_old(one) for one in up if manages and not one.hidden_at and ages.is_old(one, today)]
    found += [_unsent(one) for one in sent if one.state == State.DRAFT]
    found += _feedback(organisation, today) if manages else []
    found += [_gaps(one, lacks) for one in services if (lacks := lacking(one, manages=manages))]
    return found


def of_assistant(profile: int, today: date) -> list[Todo]:
    """Her approval, where it ends soon or has ended; her own page: sent back, or not sent; hidden, or old."""
    sent = _proposals(personal_assistant=profile)
    found = [_back(one) if one.state == State.SENT_BACK else _unsent(one) for one in sent]
    up = public.published_assistants().filter(pk=profile).first()
    if up and (up.hidden_at or ages.is_old(up, today)):
        found.append(_hidden(up) if up.hidden_at else _old(up))
    return [*_renewals(Q(personal_assistant=profile), today), *found]


def _renewals(held: Q, today: date) -> list[Todo]:
    """Begun or not; once it is sent, the council has something to do and not she."""
    sent = Application.objects.filter(
        approval=OuterRef("pk"), only__isnull=False, sent_at__date__gte=OuterRef("approved_on")
    )
    ends = Approval.objects.filter(
        held,
        ~Exists(sent),
        state__in=[Standing.APPROVED.value, Standing.LAPSED.value],
        until__lte=today + SOON,
    )
    return [_renew(one, today) for one in ends.select_related("scheme", "service").order_by("until", "pk")]


def _feedback(organisation: int, today: date) -> list[Todo]:
    """A reply that was sent back, and what nobody has replied to while its days last."""
    found = []
    for one in feedback.to_read([organisation]).filter(NO_REPLY & Q(shows_on__gte=today) | REPLY_BACK):
        href = reverse("provider-feedback-one", args=[one.pk])
        if one.answered:
            found.append(Todo("Put your reply right and send it again", "", href, "Sent back", "alert"))
        else:
            last = f"Shown from {day(one.shows_on)}"
            found.append(Todo("Read what somebody says about you, and reply if you want to", "", href, last, "plain"))
    return found


def lacking(service: Service, *, manages: bool) -> list[str]:
    """Of a service that `_with_facts` loaded. One that was taken down lacks nothing."""
    if service.status == Status.WITHDRAWN:
        return []
    facts: dict[str, bool] = {name: getattr(service, f"has_{name}") for name in ("prices", "hours", "phones", "who")}
    where = service.anywhere or service.has_place  # type: ignore[attr-defined]  # by _with_facts
    who = facts.pop("who") or service.minimum_age is not None or service.maximum_age is not None
    prices = facts.pop("prices") or bool(service.fees)
    held = Held(summary=bool(service.summary), where=where, who=who, prices=prices, **facts)
    return page_gaps.gaps(held, all_of_it=manages)


def _with_facts(services: QuerySet[Service]) -> QuerySet[Service]:
    def there(model: type[Model], to: str) -> Exists:
        return Exists(model._default_manager.filter(**{to: OuterRef("pk")}))

    of_organisation = Exists(Phone.objects.filter(organisation=OuterRef("organisation")))
    return services.annotate(
        has_prices=there(CostOption, "service"),
        has_hours=there(Schedule, "service") | there(Schedule, "service_at_location__service"),
        has_phones=there(Phone, "service") | of_organisation,
        has_place=there(ServiceArea, "service") | there(ServiceAtLocation, "service"),
        has_who=there(Eligibility, "service"),
    )


def _proposals(**whose: int) -> list[ChangeProposal]:
    found = ChangeProposal.objects.filter(**whose, came_from=ChangeProposal.Came.PROVIDER)
    found = found.filter(state__in=[State.DRAFT.value, State.SENT_BACK.value])
    return list(found.select_related(*PROPOSAL_SUBJECTS).order_by("-sent_at", "pk"))


def _page(proposal: ChangeProposal) -> str:
    return reverse("provider-page", args=[page_fields.kind_of(proposal.subject), proposal.subject.pk])


def _back(one: ChangeProposal) -> Todo:
    href = reverse("provider-page-change", args=[one.pk])
    return Todo("Put your change right and send it again", str(one.subject), href, "Sent back", "alert")


def _unsent(one: ChangeProposal) -> Todo:
    return Todo("Finish your draft and send it", str(one.subject), _page(one), "Draft", "plain")


def _renew(one: Approval, today: date) -> Todo:
    href, last = reverse("approvals-renew", args=[one.pk]), day(one.until)
    what = f"{one.scheme}, {one.service.name}," if one.service else str(one.scheme)
    if rules.state_on(one.state, one.until, today) == Standing.LAPSED:
        about = f"{what} ended on {last}. Nobody finds {'it' if one.service else 'you'} as approved"
        return Todo("Renew your approval", about, href, "Ended", "alert")
    return Todo("Renew your approval", f"{what} ends on {last}", href, "Ends soon")


def _hidden(one: Listed) -> Todo:
    return Todo("Confirm the page, so that people see it again", one.name, _confirm(one), "Hidden", "alert")


def _old(one: Listed) -> Todo:
    return Todo("Say if this page is still right", one.name, _confirm(one), "Out of date")


def _confirm(one: Listed) -> str:
    name = "provider-page-confirm" if isinstance(one, Service) else "provider-assistant-confirm"
    return reverse(name, args=[one.pk])


def _gaps(one: Service, lacks: list[str]) -> Todo:
    href = reverse("provider-page", args=["service", one.pk])
    return Todo(f"Add {join(lacks)}", one.name, href, "Not complete", "plain")

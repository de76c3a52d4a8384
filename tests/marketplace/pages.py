"""Pages that no link leads to: what is shown once, after a form was sent; and pictures."""

from django.urls import reverse

from directory.models import PersonalAssistantProfile, StaffMember
from marketplace import place_links
from marketplace.models import Order, PlanOutcome, Visit


def sent(_client):
    order = Order.objects.filter(placed_by__email="rosa@aldermere.example").latest("requested_at")
    return [reverse("marketplace-order-done", args=[order.reference])]


def face(_client):
    return [reverse("provider-staff-photo", args=[StaffMember.objects.exclude(photo="").earliest("pk").pk])]


def face_of_who_comes(_client):
    coming = Visit.objects.filter(order__person__name="Joan Whitfield", state="planned").exclude(staff_member=None)
    shown = coming.exclude(staff_member__photo="").select_related("order").earliest("starts_at")
    return [reverse("marketplace-visit-photo", args=[shown.order.reference, shown.number])]


def a_step_at_the_council(_client):
    outcome = PlanOutcome.objects.filter(version__state="draft", version__plan__person__user=None).latest("pk")
    person = outcome.version.plan.person_id
    return [reverse("staff-person-plan-line-add-step", args=[person, outcome.pk, "what"])]


def rosas(client):
    """And the first question about something to buy, in the plan that she writes."""
    outcomes = PlanOutcome.objects.filter(version__state="draft", version__plan__person__name="Rosa Alvarez")
    return [*sent(client), reverse("plans-line-add-step", args=[outcomes.earliest("pk").pk, "what"])]


def still_right(_client):
    """The link of an e-mail that asks if Ben's places are still right: opening it changes nothing."""
    ben = PersonalAssistantProfile.objects.select_related("user").get(slug="ben-okafor")
    return [place_links.address(ben, ben.user)]


PAGES = {
    "nobody": still_right,
    "practitioner": a_step_at_the_council,
    "rosa": rosas,
    "hollybank": face,
    "joan": face_of_who_comes,
}

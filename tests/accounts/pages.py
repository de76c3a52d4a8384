"""Pages that no link leads to: a till in the middle of a payment, the way back from the card page, and a reason asked
before lines are shown."""

from django.urls import reverse

from accounts.models import AuditLine, CardAuthorisation, OwnPayment, Person, Pot
from accounts.views import own_card


def tills(_client):
    paid = CardAuthorisation.objects.filter(card__holder__email="rosa@aldermere.example")
    both = [paid.exclude(decline_reason="").first(), paid.filter(decline_reason="").first()]
    return [reverse("money-till", args=[one.pk]) for one in both if one]


def reasons(client):
    """Asked, and then given once: so that what one person bought is seen too."""
    rosa = Person.objects.get(user__email="rosa@aldermere.example")
    pot = Pot.objects.filter(person=rosa).first()
    asked = reverse("staff-purchases-reason", args=[rosa.pk])
    client.post(asked, {"reason": "check"})
    purchases = reverse("staff-purchases", args=[rosa.pk])
    return [reverse("staff-finance-reason", args=[pot.available.kind, pot.available.pk]), asked, purchases]


def frozen_cards(_client):
    """A card that the council froze: among so many people's pages no link would lead there."""
    lines = AuditLine.objects.filter(action="card.frozen", detail__council="yes")
    return [reverse("staff-card-unfreeze", args=[line.subject.removeprefix("card:")]) for line in lines]


def back_from_the_card_page(_client):
    waiting = OwnPayment.objects.filter(person__user__email="tom@aldermere.example", state__in=own_card.WAITING)
    return [reverse("money-own-payment-back", args=[one.pk]) for one in waiting]


PAGES = {"rosa": tills, "tom": back_from_the_card_page, "finance": reasons, "practitioner": frozen_cards}

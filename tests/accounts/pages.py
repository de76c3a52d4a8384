"""Pages that no link leads to: a till in the middle of a payment, and a reason asked before lines are shown."""

from django.urls import reverse

from accounts.models import CardAuthorisation, Person, Pot


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


PAGES = {"rosa": tills, "finance": reasons}

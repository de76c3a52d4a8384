"""For whom somebody acts, for whoever must not have a part in what is about them."""

from accounts.models import Mandate, User


def acted_for(user: User) -> list[int]:
    """Ids of those for whom she acts, though that may rest: about them she decides nothing for the council."""
    hers = Mandate.objects.filter(delegate=user).select_related("person")
    return [each.person_id for each in hers if each.is_open()]

"""Who stands too near to somebody to deal with a concern about her: it may be they whom it is about.

That is whoever has a part in her affairs, as in `accounts.permissions.has_part_in`, cares for her or is cared for by
her, and whomever higher rooms name: her household, those she pays. A concern looks back, so what has ended counts as
well: nobody steps down in order to read.
"""

from collections.abc import Callable, Iterable

from django.db.models import Q

from accounts.models import Caring, Mandate, Person, User
from design.registry import Registry

_ties: Registry[Callable[[User], Iterable[int]]] = Registry("who stands near to somebody")
register = _ties.register


def near(user: User) -> frozenset[int]:
    """Ids of those about whom she reads, hears and decides nothing."""
    own = Person.objects.filter(user=user).values_list("pk", flat=True)
    mandates = Mandate.objects.filter(delegate=user).select_related("person")
    acted = {each.person_id for each in mandates if each.accepted_at is not None or each.is_open()}
    cares = Caring.objects.filter(Q(carer__user=user) | Q(cared_for__user=user)).values_list("carer", "cared_for")
    kin = {pk for pair in cares for pk in pair}
    higher = {pk for tie in _ties.values() for pk in tie(user)}
    return frozenset({*own, *acted, *kin, *higher})

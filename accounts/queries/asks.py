"""Questions before buying, as screens need them."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Case, F, IntegerField, QuerySet, Sum, Value, When

from accounts.models import CardAccount, Person, Pot, PurchaseQuestion, User


def pots_of(person: Person) -> list[Pot]:
    """What she may ask about: open pots of her budgets, wherever the money is. Her own money needs no question."""
    found = person.pots.filter(closed_at=None, budget__isnull=False).exclude(
        card_account__kind=CardAccount.Kind.OWN_MONEY
    )
    return list(found.select_related("outcome", "available", "person").order_by("position", "pk"))


def of(person: Person, by: User | None = None) -> QuerySet[PurchaseQuestion]:
    """The last asked first; of one who sees no lines (`by`) only what she asked herself."""
    found = PurchaseQuestion.objects.filter(person=person, **({"asked_by": by} if by else {}))
    return found.select_related("person", "pot__outcome", "asked_by", "answered_by", "policy__published_by")


def waiting() -> QuerySet[PurchaseQuestion]:
    """After a death nobody has anything from an answer."""
    return PurchaseQuestion.objects.filter(answer="", person__died_on=None)


def queue(user: User) -> QuerySet[PurchaseQuestion]:
    """Those of the people she works with first, then by the day they are due. Never her own, nor what she asked."""
    own = Case(When(person__practitioner=user, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = waiting().exclude(person__user=user).exclude(asked_by=user).annotate(whose=own)
    return found.select_related("person__practitioner", "pot__outcome").order_by("whose", "due_on", "asked_at", "pk")


def answered() -> QuerySet[PurchaseQuestion]:
    found = PurchaseQuestion.objects.exclude(answer="")
    return found.select_related("person", "answered_by", "policy").order_by("-answered_at", "-pk")


def counts(user: User, today: date) -> tuple[int, int, int]:
    """How many wait, how many of them are of her own people, how many are overdue."""
    found = list(queue(user).values_list("person__practitioner", "due_on").order_by())
    return len(found), sum(own == user.pk for own, _ in found), sum(due < today for _, due in found)


def left_pence(question: PurchaseQuestion) -> int:
    """What a yes still covers."""
    said = question.covers.aggregate(sum=Sum("pence"))["sum"] or 0
    return max((question.up_to_pence or 0) - said, 0)


def open_yeses(person: Person) -> Sequence[PurchaseQuestion]:
    """Yeses with something left, `left` pence each, the last first. One query."""
    yes = PurchaseQuestion.objects.filter(person=person, answer__in=("yes", "no_need"))
    left = F("up_to_pence") - Sum("covers__pence", default=0)
    return list(yes.annotate(left=left).filter(left__gt=0).order_by("-asked_at", "-pk"))


def promised(people: Collection[int], today: date) -> dict[int, Counter[int]]:
    """Pence that yeses which hold today still cover, by the person and the pot they are about. One query for all of
    these people."""
    yes = PurchaseQuestion.objects.filter(person__in=people, answer__in=("yes", "no_need")).exclude(until__lt=today)
    left = yes.annotate(left=F("up_to_pence") - Sum("covers__pence", default=0)).filter(left__gt=0)
    found: dict[int, Counter[int]] = {pk: Counter() for pk in people}
    for person, pot, pence in left.order_by().values_list("person", "pot", "left"):
        found[person][pot] += pence
    return found

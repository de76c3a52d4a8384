"""What statements call a purchase by card, a pot, and a budget."""

from accounts.models import CardAuthorisation, CardEntry, Pot


def purchases(ids: list[str]) -> dict[str, str]:
    under = "purchase__cover__question__reference"
    found = CardAuthorisation.objects.filter(pk__in=ids).values_list("pk", "merchant_name", under)
    return {str(pk): f"{name}, under {answer}" if answer else name for pk, name, answer in found}


def given_back(ids: list[str]) -> dict[str, str]:
    """Money from a shop that belongs to no purchase here."""
    found = CardEntry.objects.filter(pk__in=ids).values_list("pk", "merchant_name")
    return {str(pk): name for pk, name in found}


def pots(ids: list[str]) -> dict[str, str]:
    return {str(pk): label for pk, label in Pot.objects.filter(pk__in=ids).values_list("pk", "label")}


def budgets(ids: list[str]) -> dict[str, str]:
    return dict.fromkeys(ids, "the personal budget")

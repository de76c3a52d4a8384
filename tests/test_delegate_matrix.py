"""Who may do what for a person (Care Act 2014 ss.31-32; Mental Capacity Act 2005): each cell asked of the site itself.

Everybody in the table has the widest scopes that a council gives on that basis. "yes" is done, "." is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import cards, mandate_offers, mandate_pauses, mandates
from accounts.actions import purchase_receipts as receipts
from accounts.models import Card, Mandate, Person, User
from accounts.roles import Basis, Role, Scope
from tests import sessions
from tests.factories import accounts as make
from tests.factories import asks, money
from tests.factories import marketplace as market

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TABLE = """
                                     herself nominated authorised attorney deputy broker viewer stranger
see how much money there is              yes       yes        yes      yes    yes    yes    yes        .
read each payment                        yes       yes        yes      yes    yes      .    yes        .
take the statement away as a file        yes       yes        yes      yes    yes      .    yes        .
ask before buying                        yes       yes        yes      yes    yes    yes      .        .
write the support plan                   yes       yes        yes      yes    yes    yes      .        .
book support                             yes       yes        yes      yes    yes      .      .        .
pay in a shop                            yes       yes        yes      yes    yes      .      .        .
freeze the person's card                 yes       yes        yes      yes    yes      .      .        .
change the limit of the person's card    yes         .          .        .      .      .      .        .
read and write messages                  yes       yes        yes      yes    yes      .      .        .
send a receipt                           yes       yes        yes      yes    yes      .      .        .
share the handover sheet                 yes       yes        yes      yes    yes      .      .        .
read who looked at the payments          yes         .          .        .      .      .      .        .
give somebody else the right to look     yes         .          .        .      .      .      .        .
end what another delegate may do         yes         .          .        .      .      .      .        .
pause what another delegate may do       yes         .          .        .      .      .      .        .
give up the right to act                   .       yes        yes      yes    yes    yes    yes        .
"""
SCOPES = {
    "nominated": frozenset(Scope),
    "authorised": frozenset(Scope),
    "attorney": frozenset(Scope),
    "deputy": frozenset(Scope),
    "broker": frozenset({Scope.SEE_BALANCE, Scope.PROPOSE}),
    "viewer": frozenset({Scope.SEE_BALANCE, Scope.SEE_LINES}),
}


@dataclass
class Scene:
    """Somebody who comes for Joan, by whatever right the role gives; and Nia, whom Joan has nominated as well."""

    joan: Person
    card: Card
    nia: Mandate
    who: User
    mandate: Mandate | None

    def client(self) -> Client:
        return sessions.enter(Client(), self.who, acting=self.mandate)

    def opens(self, name: str, *args: object) -> bool:
        return self.client().get(reverse(name, args=args)).status_code == 200


def scene(role: str, give: Callable[..., Mandate] = make.mandate) -> Scene:
    joan = make.person("Joan Whitfield", postcode="AM3 1HX")
    card = money.card(money.card_account(9_000, person=joan))
    nia = make.mandate(joan, make.user("Nia Marlow"), Scope.SEE_BALANCE)
    if role == "herself":
        return Scene(joan, card, nia, joan.user, None)
    who = make.user("Amira Whitfield")
    if role == "stranger":  # somebody with a person of her own
        make.mandate(make.person("Edith Marlow"), who, *Scope)
        return Scene(joan, card, nia, who, None)
    return Scene(joan, card, nia, who, give(joan, who, *SCOPES[role], basis=Basis(role)))


def allowed(act: Callable[[], object], *refusals: type[Exception]) -> bool:
    try:
        act()
    except refusals:
        return False
    return True


def pays(it: Scene) -> bool:
    """With a card of her own, since nobody pays with the person's."""
    try:
        hers = it.card if it.who == it.joan.user else money.card(it.card.account, holder=it.who)
    except cards.CardRefused:
        return False
    return cards.authorise(card=hers, reference="matrix", merchant="Shop", pence=500).state == "approved"


def freezes(it: Scene) -> bool:
    it.client().post(reverse("money-card-freeze", args=[it.card.pk]), {"to": "frozen"})
    it.card.refresh_from_db()
    return it.card.state == Card.State.FROZEN


def changes_the_limit(it: Scene) -> bool:
    data = {"per_purchase": "20", "per_week": "50"}
    it.client().post(reverse("money-card-limits", args=[it.card.pk]), data)
    it.card.refresh_from_db()
    return it.card.limit_per_purchase_pence == 2_000


def books(it: Scene) -> bool:
    market.pot(it.joan)
    slug = market.listing().slug
    led = it.client().get(reverse("marketplace-book", args=[slug]))
    return led.status_code == 302 and led.url == reverse("marketplace-book-when", args=[slug])


def sends_a_receipt(it: Scene) -> bool:
    until = timezone.localdate() + asks.FAR
    receipts.ask(pot=it.card.pot, reason="Fares", until=until, by=make.staff(Role.PRACTITIONER))
    return it.opens("money-receipt-send", asks.buy(it.card).pk)


def gives(it: Scene) -> bool:
    looks = {"basis": Basis.VIEWER, "by": it.who}
    return allowed(lambda: make.mandate(it.joan, make.user(), Scope.SEE_BALANCE, **looks), mandates.MandateRefused)


def ends(it: Scene) -> bool:
    """By the page, and by the action behind it."""
    by_page = it.client().post(reverse("accounts-mandate-end", args=[it.nia.pk])).status_code == 302
    it.nia.refresh_from_db()
    assert by_page == (it.nia.ended_at is not None)
    return by_page or allowed(lambda: mandates.end(mandate=it.nia, by=it.who), mandates.MandateRefused)


def pauses(it: Scene) -> bool:
    by_page = it.client().post(reverse("accounts-mandate-pause", args=[it.nia.pk])).status_code == 302
    it.nia.refresh_from_db()
    assert by_page == it.nia.is_paused()
    return by_page or allowed(lambda: mandate_pauses.pause(mandate=it.nia, by=it.who), mandates.MandateRefused)


def gives_up(it: Scene) -> bool:
    if it.mandate is None:
        return False
    mandates.end(mandate=it.mandate, by=it.who)
    return not it.opens("money-home")


ACTIONS: dict[str, Callable[[Scene], bool]] = {
    "see how much money there is": lambda it: b"90.00" in it.client().get(reverse("money-home")).content,
    "read each payment": lambda it: it.opens("money-statement"),
    "take the statement away as a file": lambda it: it.opens("money-statement-csv"),
    "ask before buying": lambda it: it.opens("money-ask"),
    "write the support plan": lambda it: it.opens("plans-start"),
    "book support": books,
    "pay in a shop": pays,
    "freeze the person's card": freezes,
    "change the limit of the person's card": changes_the_limit,
    "read and write messages": lambda it: it.opens("messages"),
    "send a receipt": sends_a_receipt,
    "share the handover sheet": lambda it: it.opens("handover-home"),
    "read who looked at the payments": lambda it: it.opens("accounts-who-looked"),
    "give somebody else the right to look": gives,
    "end what another delegate may do": ends,
    "pause what another delegate may do": pauses,
    "give up the right to act": gives_up,
}
ROLES, *ROWS = [line for line in TABLE.splitlines() if line]
CELLS = [
    (row[:37].strip(), role, cell == "yes")
    for row in ROWS
    for role, cell in zip(ROLES.split(), row[37:].split(), strict=True)
]


@pytest.mark.parametrize(("action", "role", "may"), CELLS, ids=[f"{role}: {action}" for action, role, _ in CELLS])
def test_a_role_may_do_what_the_table_says_and_nothing_else(action, role, may):
    assert ACTIONS[action](scene(role)) is may


@pytest.mark.parametrize("role", list(SCOPES))
@pytest.mark.parametrize("action", list(ACTIONS))
def test_nobody_may_do_anything_while_it_rests(action, role):
    """Care Act 2014 s.31: the person says who acts for her. A pause is of everything, at once."""
    if action == "give up the right to act":
        pytest.skip("She may, at any time.")
    it = scene(role)
    reference = "Panel 1" if mandates.changed_by_council(it.mandate) else ""
    mandate_pauses.pause(mandate=it.mandate, by=make.staff(Role.PRACTITIONER), reference=reference)
    assert ACTIONS[action](it) is False


def offered(*args: object, **more: object) -> Mandate:
    return make.offer(*args, **more)


def declined(*args: object, **more: object) -> Mandate:
    made = make.offer(*args, **more)
    mandate_offers.decline(mandate=made, by=made.delegate)
    return made


def lapsed(*args: object, **more: object) -> Mandate:
    made = make.offer(*args, **more)
    made.offered_until = timezone.localdate() - timedelta(days=1)
    made.save()
    return made


@pytest.mark.parametrize("role", list(SCOPES))
@pytest.mark.parametrize("action", list(ACTIONS))
@pytest.mark.parametrize("state", [offered, declined, lapsed])
def test_nobody_may_do_anything_before_she_has_accepted(state, action, role):
    """Care Act 2014 s.31(4): a nominated person agrees. Nobody acts by an offer, nor once she has said no, nor when it
    has lapsed."""
    if action == "give up the right to act":
        pytest.skip("There is nothing to give up.")
    assert ACTIONS[action](scene(role, state)) is False

"""Staff see totals by outcome. One person's lines need a stated reason, which lasts one hour, and stand at once in the
person's own log with who, when and why (domain.md §3, Privacy)."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.actions import cards
from accounts.ledger import LedgerKind
from accounts.models import AuditLine
from accounts.queries import looks
from accounts.roles import Role, Scope
from accounts.views.finance_reason import KEY
from design.formats import moment
from tests import addresses, sessions
from tests.accounts.screens import send, words
from tests.factories import accounts as make
from tests.factories import declines

pytestmark = pytest.mark.django_db
SHOP = "Zebrafish Remedies"
WHO_LOOKED = "/accounts/who-looked/"


@pytest.fixture
def card():
    """Rosa's, with which she bought something that tells of her health."""
    card = declines.card(5_000, person=make.person("Rosa Alvarez"))
    cards.capture(authorisation=declines.asked(card, 900, SHOP), pence=900)
    return card


@pytest.fixture
def rosa(card):
    return card.account.person


def lines_of(person):
    return reverse("staff-purchases", args=[person.pk])


def state_why(client, person, **more):
    return send(client, reverse("staff-purchases-reason", args=[person.pk]), **{"reason": "wrong", **more})


def after(client, minutes):
    """As much later, as far as the reasons given in this session know."""
    session = client.session
    earlier = timedelta(minutes=minutes)
    session[KEY] = {pk: (datetime.fromisoformat(at) - earlier).isoformat() for pk, at in session[KEY].items()}
    session.save()


@pytest.mark.parametrize(("minutes", "answered"), [(59, 200), (61, 302)])
def test_a_reason_lasts_one_hour_and_no_longer(finance, rosa, minutes, answered):
    state_why(finance, rosa)
    after(finance, minutes)
    assert finance.get(lines_of(rosa)).status_code == answered


def test_looking_again_within_the_hour_makes_it_no_longer(finance, rosa):
    state_why(finance, rosa)
    after(finance, 30)
    finance.get(lines_of(rosa))
    after(finance, 31)
    assert finance.get(lines_of(rosa)).status_code == 302


def test_who_when_and_why_stand_in_her_own_log_at_once(finance, rosa):
    hers = sessions.enter(Client(), rosa.user)
    assert "Nobody but you" in words(hers.get(WHO_LOOKED))
    state_why(finance, rosa, reference="Q-17/2")
    [look] = looks.named(looks.at(rosa))
    shown = words(hers.get(WHO_LOOKED))
    assert timezone.now() - look.at < timedelta(minutes=1)
    assert look.until is not None
    for said in ("Ann Lee", moment(look.at), "Why: A payment went wrong (Q-17/2)", moment(look.until)):
        assert said in shown
    assert "Print this page" in shown
    assert "A payment went wrong (Q-17/2)" in words(hers.get("/accounts/"))


def test_the_log_is_hers_alone(finance, rosa):
    """Whoever acts for her does not read who looked; nor does a stranger."""
    amira = make.mandate(rosa, make.user("Amira Whitfield"), *Scope)
    state_why(finance, rosa)
    assert sessions.enter(Client(), amira.delegate, acting=amira).get(WHO_LOOKED).status_code == 404
    joan = sessions.enter(Client(), make.person("Joan Whitfield").user)
    assert "Ann Lee" not in words(joan.get(WHO_LOOKED))


def test_the_log_itself_holds_ids_and_words_from_a_list(finance, ann, rosa):
    state_why(finance, rosa, reference="Q-17/2")
    line = AuditLine.objects.get(action="lines.seen")
    assert (line.by, line.subject) == (str(ann.pk), f"person:{rosa.pk}")
    assert line.detail["why"] == "A payment went wrong"
    assert "Rosa" not in str(line.detail)


def test_no_page_or_file_of_the_council_shows_a_line_before_a_reason(card, rosa):
    """Every address under /staff/, as somebody who holds every role, with each number that could mean Rosa."""
    everything = sessions.enter(Client(), make.staff(*Role, name="Ann Lee"))
    shown = {
        address for address in staff_addresses(card) if SHOP in everything.get(address).content.decode(errors="replace")
    }
    assert shown == set()
    state_why(everything, rosa)
    assert SHOP in words(everything.get(lines_of(rosa)))


def staff_addresses(card):
    pot, person = card.pot, card.account.person
    books = {pot.available_id, pot.held_id}
    numbers = {person.pk, card.pk, card.account_id, pot.pk, pot.budget_id, card.authorisations.get().pk} - {None}
    for name in sorted(addresses.names()):
        for kwargs in [{}, *({"pk": pk} for pk in numbers)]:
            yield from staff(name, kwargs)
        for kind, pk in product(LedgerKind.values, books):
            yield from staff(name, {"kind": kind, "pk": pk})


def staff(name, kwargs):
    try:
        address = reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return
    if address.startswith("/staff/"):
        yield address

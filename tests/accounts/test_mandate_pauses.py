"""Somebody's right to act for a person rests and goes on again (Care Act 2014 ss.31-32): nothing ends meanwhile."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import cards, mandate_pauses, mandates
from accounts.actions.cards import asking
from accounts.actions.mandates import MandateRefused
from accounts.models import AuditLine, Card, CardAuthorisation, Notice, RestReason
from accounts.permissions import ended_mandates_of, has_part_in, mandates_of, may_for, paused_mandates_of
from accounts.roles import Basis, Role, Scope
from accounts.spending import Reason
from tests import sessions
from tests.accounts.screens import at, words
from tests.factories import accounts as make
from tests.factories import money

pytestmark = pytest.mark.django_db
GIVEN = [Basis.NOMINATED, Basis.ATTORNEY, Basis.BROKER, Basis.VIEWER]


@pytest.fixture
def joan():
    return make.person("Joan Whitfield")


@pytest.fixture
def amira():
    return make.user("Amira Whitfield")


@pytest.fixture
def nomination(joan, amira):
    return make.mandate(joan, amira, *Scope)


def pause_of(mandate):
    return reverse("accounts-mandate-pause", args=[mandate.pk])


def start_of(mandate):
    return reverse("accounts-mandate-resume", args=[mandate.pk])


def test_while_it_rests_it_lets_her_do_nothing_and_ends_nothing(joan, amira, nomination):
    assert mandate_pauses.pause(mandate=nomination, by=joan.user) is True
    assert not any(may_for(amira, joan, scope) for scope in Scope)
    assert (mandates_of(amira), paused_mandates_of(amira), ended_mandates_of(amira)) == ([], [nomination], [])
    assert (nomination.is_open(), nomination.ended_at, has_part_in(amira, joan)) == (True, None, True)
    assert mandate_pauses.pause(mandate=nomination, by=joan.user) is False
    assert mandate_pauses.resume(mandate=nomination, by=joan.user) is True
    assert all(may_for(amira, joan, scope) for scope in Scope)
    assert mandate_pauses.resume(mandate=nomination, by=joan.user) is False


def test_her_card_says_no_with_the_reason_and_works_again_after_the_pause():
    """Declined and explained, not frozen: a pause ends no card."""
    account, amira = money.card_account(10_000), make.user("Amira Whitfield")
    given = make.mandate(account.person, amira, Scope.PAY)
    card = money.card(account, holder=amira)

    def buy(reference):
        return cards.authorise(card=card, reference=reference, merchant="Shop", pence=100)

    mandate_pauses.pause(mandate=given, by=account.person.user)
    declined = buy("a")
    card.refresh_from_db()
    assert (declined.decline_reason, card.state) == (Reason.MANDATE_PAUSED, Card.State.ACTIVE)
    looked = asking.look(card=asking.locked(pk=card.pk), reference="b", merchant="Shop")
    assert looked is False
    mandate_pauses.resume(mandate=given, by=account.person.user)
    assert buy("c").state == CardAuthorisation.State.APPROVED
    mandates.end(mandate=given, by=account.person.user)
    assert buy("d").decline_reason == Reason.CARD_CLOSED


def test_what_is_over_anyway_is_not_said_to_be_paused():
    account, amira = money.card_account(10_000), make.user("Amira Whitfield")
    given = make.mandate(account.person, amira, Scope.PAY)
    card = money.card(account, holder=amira)
    mandate_pauses.pause(mandate=given, by=account.person.user)
    given.ends_on = given.starts_on
    given.save()
    asked = cards.authorise(card=card, reference="a", merchant="Shop", pence=100)
    assert asked.decline_reason == Reason.MAY_NOT_PAY


def test_both_are_told_and_it_is_written_down(joan, amira, nomination):
    mandate_pauses.pause(mandate=nomination, by=joan.user)
    mandate_pauses.resume(mandate=nomination, by=joan.user)
    subjects = [
        list(Notice.objects.filter(to=to).order_by("pk").values_list("subject", flat=True)) for to in (joan.user, amira)
    ]
    assert subjects == [
        ["Somebody cannot act for you for now", "Somebody can act for you again"],
        ["Acting for somebody is paused", "You can act for somebody again"],
    ]
    lines = AuditLine.objects.filter(subject=f"mandate:{nomination.pk}").exclude(action="mandate.recorded")
    assert [(line.action, line.by, line.detail.get("reason")) for line in lines.order_by("pk")] == [
        ("mandate.paused", str(joan.user.pk), "asked"),
        ("mandate.resumed", str(joan.user.pk), None),
    ]


@pytest.mark.parametrize("basis", Basis)
def test_what_the_council_or_the_court_put_in_place_is_paused_by_the_council_with_a_reference(joan, amira, basis):
    scopes = [Scope.SEE_BALANCE]
    given, practitioner = make.mandate(joan, amira, *scopes, basis=basis), make.staff(Role.PRACTITIONER)
    if basis in GIVEN:
        assert mandate_pauses.pause(mandate=given, by=joan.user) is True
        return
    for by, reference in ((joan.user, "REF 1"), (practitioner, "")):
        with pytest.raises(MandateRefused):
            mandate_pauses.pause(mandate=given, by=by, reference=reference)
    assert mandate_pauses.pause(mandate=given, by=practitioner, reason=RestReason.WORRY, reference="Panel 12") is True
    assert AuditLine.objects.get(action="mandate.paused").detail["reference"] == "Panel 12"


def test_neither_the_delegate_nor_a_stranger_pauses_or_starts_it(joan, amira, nomination):
    for by in (amira, make.user("Stranger")):
        with pytest.raises(MandateRefused):
            mandate_pauses.pause(mandate=nomination, by=by)
    mandate_pauses.pause(mandate=nomination, by=joan.user)
    for by in (amira, make.user("Stranger"), make.staff(Role.PRACTITIONER)):  # the council does not undo her word
        with pytest.raises(MandateRefused):
            mandate_pauses.resume(mandate=nomination, by=by)


def test_what_the_council_paused_out_of_worry_the_council_starts(joan, nomination):
    practitioner = make.staff(Role.PRACTITIONER)
    mandate_pauses.pause(mandate=nomination, by=practitioner, reason=RestReason.WORRY)
    with pytest.raises(MandateRefused):
        mandate_pauses.resume(mandate=nomination, by=joan.user)
    assert mandate_pauses.resume(mandate=nomination, by=practitioner) is True


@pytest.mark.parametrize("basis", [Basis.NOMINATED, Basis.VIEWER])
def test_what_the_council_paused_out_of_worry_is_not_given_anew_by_the_person(joan, amira, nomination, basis):
    """Nor once it is ended, nor on another basis: the council itself can record it."""
    anew = {"person": joan, "delegate": amira, "basis": basis, "scopes": [Scope.SEE_BALANCE], "evidence": "Her word"}
    anew["starts_on"] = timezone.localdate()
    practitioner = make.staff(Role.PRACTITIONER)
    mandate_pauses.pause(mandate=nomination, by=practitioner, reason=RestReason.WORRY)
    for _ in range(2):
        with pytest.raises(MandateRefused, match="We have paused"):
            mandates.record(by=joan.user, **anew)
        mandates.end(mandate=nomination, by=joan.user)
    assert mandates.record(by=practitioner, **anew).is_open()


def test_a_worry_weighs_more_than_the_pause_before_it_and_no_pause_weighs_less(joan, nomination):
    """Else the person would start again what the council has just stopped."""
    practitioner = make.staff(Role.PRACTITIONER)
    mandate_pauses.pause(mandate=nomination, by=joan.user)
    assert mandate_pauses.pause(mandate=nomination, by=practitioner, reason=RestReason.WORRY) is True
    assert mandate_pauses.pause(mandate=nomination, by=joan.user) is False
    with pytest.raises(MandateRefused):
        mandate_pauses.resume(mandate=nomination, by=joan.user)
    nomination.refresh_from_db()
    assert (nomination.pause_reason, nomination.paused_by) == (RestReason.WORRY, practitioner)


def test_a_paused_nomination_still_ends_at_once_at_the_persons_word(joan, nomination):
    mandate_pauses.pause(mandate=nomination, by=joan.user)
    mandates.end(mandate=nomination, by=joan.user)
    assert (nomination.is_open(), nomination.is_paused()) == (False, False)


def test_the_person_pauses_and_starts_it_on_her_page(client, joan, nomination):
    sessions.enter(client, joan.user)
    assert "Should Amira Whitfield stop for now?" in words(client.get(pause_of(nomination)))
    assert "cannot act for you until you start it again" in words(client.post(pause_of(nomination), follow=True))
    assert "Start again" in words(client.get(reverse("accounts-details")))
    assert "can act for you again" in words(client.post(start_of(nomination), follow=True))
    nomination.refresh_from_db()
    assert nomination.paused_at is None


def test_a_strangers_mandate_is_not_there(client, nomination):
    sessions.enter(client, make.person("Edith Marlow").user)
    assert [client.get(page(nomination)).status_code for page in (pause_of, start_of)] == [404, 404]


def test_the_person_reads_why_a_deputy_is_changed_by_the_council(client, joan, amira):
    given = make.mandate(joan, amira, Scope.ORDER, basis=Basis.DEPUTY)
    sessions.enter(client, joan.user)
    page = client.post(pause_of(given))
    assert (page.status_code, "This is changed by the council" in words(page)) == (403, True)


def test_the_delegate_reads_that_it_is_paused_and_does_nothing(joan, amira, nomination):
    hers = sessions.enter(Client(), amira, acting=nomination)
    assert hers.get(reverse("money-acting")).status_code == 200
    mandate_pauses.pause(mandate=nomination, by=joan.user)
    assert hers.get(reverse("money-statement")).url == reverse("money-acting")
    shown = words(hers.get(reverse("money-acting")))
    assert "You cannot act for Joan Whitfield for now" in shown
    assert "Act for Joan Whitfield" not in shown
    hers.post(reverse("money-acting"), {"for": nomination.pk})
    assert hers.get(reverse("money-statement")).url == reverse("money-acting")


def test_a_practitioner_pauses_with_a_reason_and_starts_it(practitioner, edith):
    made = make.mandate(edith, make.user("Dora Lane"), Scope.ORDER, basis=Basis.AUTHORISED)
    pause, start = at(edith, f"delegates/{made.pk}/pause/"), at(edith, f"delegates/{made.pk}/start-again/")
    shown = words(practitioner.post(pause, {"reason": "worry"}))
    assert "Enter the reference of the decision or the court’s order" in shown
    assert practitioner.post(pause, {"reason": "worry", "reference": "Panel 12"}).url == at(edith)
    made.refresh_from_db()
    assert (made.is_paused(), made.pause_reason) == (True, "worry")
    assert "We are worried about how it is used" in words(practitioner.get(at(edith)))
    assert practitioner.post(start, {"reference": "Panel 14"}).url == at(edith)
    made.refresh_from_db()
    assert made.paused_at is None

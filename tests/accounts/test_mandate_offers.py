"""Somebody's right to act is offered, and does nothing before it is accepted (Care Act 2014 ss.31-32)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import duties
from accounts.actions import capacity, invitations, mandate_offers, mandate_pauses, mandates
from accounts.actions.mandates import MandateRefused
from accounts.models import (
    AuditLine,
    ContactFormat,
    DelegateSettings,
    Invitation,
    Letter,
    Mandate,
    Notice,
    RestReason,
    Standing,
)
from accounts.permissions import ended_mandates_of, has_part_in, mandates_of, may_for, offers_to
from accounts.roles import Basis, Role, Scope
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def joan():
    return make.person("Joan Whitfield")


@pytest.fixture
def amira():
    return make.user("Amira Whitfield")


@pytest.fixture
def offer(joan, amira):
    return make.offer(joan, amira, *Scope)


def subjects(to) -> list[str]:
    return list(Notice.objects.filter(to=to).order_by("pk").values_list("subject", flat=True))


def test_an_offer_lets_her_do_nothing_and_has_a_part_all_the_same(joan, amira, offer):
    """Whoever is asked decides nothing about the person for the council meanwhile."""
    assert not any(may_for(amira, joan, scope) for scope in Scope)
    assert (mandates_of(amira), offers_to(amira), ended_mandates_of(amira)) == ([], [offer], [])
    assert (offer.standing, offer.is_open(), has_part_in(amira, joan)) == (Standing.OFFERED, True, True)


def test_accepted_it_holds_and_the_person_is_told(joan, amira, offer):
    assert mandate_offers.accept(mandate=offer, by=amira, read=duties.VERSION) is True
    assert all(may_for(amira, joan, scope) for scope in Scope)
    assert (offer.standing, offers_to(amira), subjects(joan.user)) == (
        Standing.ACCEPTED,
        [],
        ["Somebody can act for you"],
    )
    assert mandate_offers.accept(mandate=offer, by=amira, read=duties.VERSION) is False
    line = AuditLine.objects.get(action="mandate.accepted")
    assert (line.by, line.detail["duties"]) == (str(amira.pk), duties.VERSION)


def test_it_holds_on_no_day_before_it_was_accepted(amira, offer):
    mandate_offers.accept(mandate=offer, by=amira, read=duties.VERSION)
    assert (offer.holds_on(TODAY() - timedelta(days=1)), offer.holds_on(TODAY())) == (False, True)


@pytest.mark.parametrize("basis", Basis)
def test_nobody_accepts_without_having_read_what_it_asks_of_her(joan, amira, basis):
    """Care and Support Statutory Guidance, chapter 12: who receives the payment knows the duties that come with it."""
    offer = make.offer(joan, amira, Scope.SEE_BALANCE, basis=basis)
    with pytest.raises(MandateRefused, match="Read it again"):
        mandate_offers.accept(mandate=offer, by=amira, read="March 2020")
    assert all("{name}" not in duty.words + duty.easy for duty in duties.of(basis, "Joan"))


def test_nobody_else_answers_for_her(joan, amira, offer):
    for by in (joan.user, make.staff(Role.PRACTITIONER), make.user("Stranger")):
        with pytest.raises(MandateRefused, match="Only whoever was asked"):
            mandate_offers.accept(mandate=offer, by=by, read=duties.VERSION)
        with pytest.raises(MandateRefused, match="Only whoever was asked"):
            mandate_offers.decline(mandate=offer, by=by)


@pytest.mark.parametrize("why", ["", "I live too far away."])
def test_she_says_no_with_or_without_a_reason(joan, amira, offer, why):
    assert mandate_offers.decline(mandate=offer, by=amira, words=why) is True
    assert mandate_offers.decline(mandate=offer, by=amira) is False
    assert (offer.standing, offer.decline_words, has_part_in(amira, joan)) == (Standing.DECLINED, why, False)
    assert subjects(joan.user) == ["Somebody does not want to act for you"]
    assert why == "" or all(why not in str(line.detail) for line in AuditLine.objects.all())
    with pytest.raises(MandateRefused, match="This is over"):
        mandate_offers.accept(mandate=offer, by=amira, read=duties.VERSION)


def test_what_is_accepted_is_not_declined_but_stopped(joan, amira, offer):
    make.accepted(offer)
    with pytest.raises(MandateRefused, match="You can stop acting at any time"):
        mandate_offers.decline(mandate=offer, by=amira)
    mandates.end(mandate=offer, by=amira, reason="delegate")
    assert subjects(joan.user)[-1] == "Somebody does not act for you any more"


@pytest.mark.parametrize("basis", [Basis.AUTHORISED, Basis.DEPUTY, Basis.NOMINATED])
@pytest.mark.parametrize("act", ["decline", "stop", "lapse"])
def test_the_council_hears_where_it_has_to_find_somebody_else(joan, amira, basis, act):
    """Care Act 2014 s.32: without an authorised person nobody receives the payment."""
    samuel = make.staff(Role.PRACTITIONER)
    offer = make.offer(joan, amira, Scope.ORDER, basis=basis, by=samuel)
    if act == "decline":
        mandate_offers.decline(mandate=offer, by=amira)
    elif act == "stop":
        mandates.end(mandate=make.accepted(offer), by=amira)
    else:
        mandate_offers.tell_lapsed(timezone.now() + timedelta(days=40))
    heard = ["Somebody does not act for a person any more"]
    assert subjects(samuel) == ([] if basis == Basis.NOMINATED else heard)


def test_an_offer_lapses_after_the_councils_days_and_she_is_told_once(joan, amira):
    DelegateSettings.objects.create(offer_days=10)
    offer = make.offer(joan, amira, Scope.ORDER)
    last = timezone.now() + timedelta(days=10)
    assert mandate_offers.tell_lapsed(last) == "0 offers to act lapsed"
    late = last + timedelta(days=1)
    with pytest.raises(MandateRefused, match="The time to answer is over"):
        mandate_offers.accept(mandate=offer, by=amira, read=duties.VERSION, at=late)
    assert mandate_offers.tell_lapsed(late) == "1 offers to act lapsed"
    assert mandate_offers.tell_lapsed(late) == "0 offers to act lapsed"
    assert subjects(joan.user) == ["Somebody has not answered"]


def test_the_person_takes_an_offer_back_before_it_is_accepted(joan, amira, offer):
    mandates.end(mandate=offer, by=joan.user)
    assert (offer.standing, offers_to(amira), subjects(amira)) == (
        Standing.WITHDRAWN,
        [],
        ["You are not asked any more"],
    )
    with pytest.raises(MandateRefused, match="This is over"):
        mandate_offers.accept(mandate=offer, by=amira, read=duties.VERSION)


def test_with_an_offer_goes_the_way_in_of_somebody_who_has_no_sign_in(joan):
    by = make.staff(Role.PRACTITIONER)
    given = {
        "basis": Basis.VIEWER,
        "evidence": "Her word",
        "scopes": [Scope.SEE_BALANCE],
        "starts_on": date(2026, 4, 1),
    }
    named = mandates.name_delegate(person=joan, name="Nia Marlow", email="nia@example.org", by=by, **given)
    assert invitations.open_ones().count() == 1
    mandates.end(mandate=named.mandate, by=joan.user)
    assert (invitations.open_ones().count(), Invitation.objects.get().used_at) == (0, None)


def test_the_same_is_not_offered_twice(joan, amira, offer):
    given = {"basis": Basis.NOMINATED, "evidence": "Her word", "scopes": [Scope.ORDER], "starts_on": TODAY()}
    again = {"person": joan, "name": amira.name, "email": amira.email, "by": make.staff(Role.PRACTITIONER), **given}
    with pytest.raises(MandateRefused, match="has been asked to act"):
        mandates.name_delegate(**again)
    mandate_offers.decline(mandate=offer, by=amira)
    assert mandates.name_delegate(**again).mandate.standing == Standing.OFFERED


def test_an_offer_is_not_paused_but_rests_with_capacity(joan, amira, offer):
    """Care Act 2014 s.31: a nomination needs the person's own capacity, on the day on which it begins too."""
    with pytest.raises(MandateRefused, match="not accepted it yet"):
        mandate_pauses.pause(mandate=offer, by=joan.user)
    by = make.staff(Role.PRACTITIONER)
    capacity.record_loss(person=joan, lost_on=TODAY(), reference="MCA 7", by=by)
    offer.refresh_from_db()
    assert offer.is_paused() is False
    with pytest.raises(MandateRefused, match="This rests for now"):
        mandate_offers.accept(mandate=offer, by=amira, read=duties.VERSION)


def test_nobody_decides_in_the_persons_place_before_she_has_accepted(joan, amira):
    by = make.staff(Role.PRACTITIONER)
    capacity.record_loss(person=joan, lost_on=TODAY(), reference="MCA 7", by=by)
    offer = make.offer(joan, amira, Scope.ORDER, basis=Basis.AUTHORISED)
    assert capacity.deciding(joan) == []
    make.accepted(offer)
    assert capacity.deciding(joan) == [offer]


def test_who_reads_easy_read_is_told_so(amira):
    joan = make.person("Joan Whitfield", contact_format=ContactFormat.EASY_READ)
    mandate_offers.decline(mandate=make.offer(joan, amira, Scope.ORDER), by=amira)
    assert "[cross] Amira Whitfield said no." in Letter.objects.get(person=joan).body


@pytest.mark.parametrize(
    "wrong",
    [
        {"accepted_at": timezone.now()},  # by nobody
        {"offered_until": None},  # for ever
        {"decline_words": "No."},  # and still open
        {"accepted_note": "An old one"},  # and not accepted
    ],
)
def test_the_books_hold_no_half_answer(offer, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.filter(pk=offer.pk).update(**wrong)


def test_nobody_accepts_in_her_name(joan, offer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.filter(pk=offer.pk).update(accepted_at=timezone.now(), accepted_by=joan.user)


def test_who_is_paused_out_of_worry_does_not_go_on_by_another_offer():
    joan, amira = make.person("Joan Whitfield"), make.user("Amira Whitfield")
    first, second = make.offer(joan, amira, *Scope), make.offer(joan, amira, *Scope, basis=Basis.BROKER)
    mandate_offers.accept(mandate=first, by=amira, read=duties.VERSION)
    mandate_pauses.pause(mandate=first, by=make.staff(Role.PRACTITIONER), reason=RestReason.WORRY)
    with pytest.raises(MandateRefused, match="rests for now"):
        mandate_offers.accept(mandate=second, by=amira, read=duties.VERSION)
    mandates.end(mandate=first, by=joan.user)
    with pytest.raises(MandateRefused, match="rests for now"):
        mandate_offers.accept(mandate=second, by=amira, read=duties.VERSION)
    assert not may_for(amira, joan, Scope.PAY)


def test_a_person_does_not_make_somebody_at_the_council_her_delegate():
    """Who acts for her decides nothing about her at the council: so could she choose who may not."""
    joan, samuel = make.person("Joan Whitfield"), make.staff(Role.PRACTITIONER, name="Samuel Osei")
    given = {"basis": Basis.VIEWER, "scopes": [Scope.SEE_BALANCE], "starts_on": date(2026, 1, 1)}
    with pytest.raises(MandateRefused, match="at the council"):
        mandates.name_delegate(person=joan, name="Sam", email=samuel.email, by=joan.user, **given)

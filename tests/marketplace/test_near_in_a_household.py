"""Whom the council knows to be of somebody's household, or in her pay, reads no concern about her (`cms.near`)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from cms.near import near
from cms.queries import concerns as found
from marketplace.actions import necessity
from marketplace.models import NecessityDecision
from tests.factories import accounts as people
from tests.factories import front_door
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa():
    return people.person("Rosa Alvarez")


@pytest.fixture
def ruth():
    return front_door.safeguarding()


def of_household(rosa, ruth):
    """SI 2014/2871, regulation 3."""
    profile = of_hers(ruth)
    made = necessity.record(
        person=rosa,
        profile=profile,
        relation=NecessityDecision.Relation.RELATIVE,
        what_for=NecessityDecision.WhatFor.CARE,
        reasons="He lets nobody else help him wash.",
        review_on=timezone.localdate() + timedelta(days=300),
        by=people.staff(Role.PRACTITIONER),
    )
    NecessityDecision.objects.filter(pk=made.pk).update(
        ended_at=timezone.now(), ended_by=made.decided_by, end_reasons="She moved out"
    )


def in_her_pay(rosa, ruth):
    market.employed(rosa, of_hers(ruth))


def of_hers(ruth):
    profile = market.maria()
    profile.user = ruth
    profile.save()
    return profile


@pytest.mark.parametrize("tie", [of_household, in_her_pay])
def test_household_and_pay_keep_a_concern_from_an_officer_though_it_has_ended(rosa, ruth, tie):
    """Our own rule: a concern looks back."""
    made = front_door.concern(person=rosa)
    assert found.may_see(ruth, made)
    tie(rosa, ruth)
    assert near(ruth) == {rosa.pk}
    assert not found.may_see(ruth, made) and list(found.queue("undecided", ruth)) == []

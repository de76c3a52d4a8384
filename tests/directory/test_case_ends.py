"""What goes with the time, and with the case: a referee's words and address, a certificate's number (domain §3: "other
evidence goes after 6 months; the certificate number stays only with consent, for update-service rechecks")."""

from datetime import timedelta

import pytest

from directory.actions import approvals, cases, references, tidying
from directory.models import DbsNumber, Referee
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
WORDS = "She sat with my brother when he was dying"


@pytest.fixture
def case():
    return make.approval(state="in_progress")


def asked(case, days=0, gives=True):
    at = make.NOON - timedelta(days=days)
    email = f"ann{days}{gives}@post.example"
    made = references.ask(approval=case, name="Ann Lee", email=email, by=make.decider(), at=at)
    if gives:
        references.give(referee=made, known_for="Two years", words=WORDS, trusts="yes", at=at)
    return made.pk


def test_what_a_referee_wrote_and_where_we_wrote_to_go_after_six_months(case):
    old, silent, young = asked(case, 184), asked(case, 184, gives=False), asked(case, 182)
    assert tidying.references(make.NOON - timedelta(days=183)) == 2
    assert tidying.references(make.NOON - timedelta(days=183)) == 0
    left = {one.pk: one for one in Referee.objects.all()}
    assert (left[old].words, left[old].email, left[old].given_at is not None) == (tidying.GONE, "", True)
    assert (left[silent].words, left[silent].email, left[silent].given_at) == ("", "", None)
    assert (left[young].words, left[young].email) == (WORDS, "ann182True@post.example")


def test_the_number_of_a_certificate_goes_with_the_approval(case):
    tess = make.decider()
    given = {"number": "012345678901", "consented_on": make.NOON.date(), "by": tess, "at": make.NOON}
    cases.keep_dbs_number(approval=case, **given)
    approvals.withdraw(approval=case, by=tess, reason="Has retired", at=make.NOON)
    assert not DbsNumber.objects.exists()

"""`make demo-stripe`: the fake knows what the demo's books say was done at Stripe, so both sides agree but for what was
sent by hand, and whoever is being set up goes on."""

import json
import shutil

import pytest
from django.db import connection

from accounts.actions import reconcile
from accounts.models import Difference, PayoutAccount
from accounts.stripe import connect
from tests.browser import demo
from tests.fake_stripe import of_the_demo

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="The demo is tried on SQLite.")


@pytest.fixture
def aldermere(tmp_path, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        shutil.copytree(demo.seeded(), tmp_path / "aldermere")
        with demo.in_folder(tmp_path / "aldermere"):
            yield


@pytest.fixture
def learnt(aldermere, fake_stripe, tmp_path):
    memory = tmp_path / "stripe.json"
    of_the_demo.learn(memory)
    fake_stripe.store.remember(memory)
    return memory


def test_both_sides_agree_but_for_what_was_sent_by_hand(learnt):
    found = reconcile.run()
    assert (found.not_compared, found.found) == ({}, 1)
    assert list(Difference.objects.filter(closed_at=None).values_list("object_id")) == [("tr_demo_by_hand",)]


def test_whoever_is_being_set_up_goes_on_at_stripe(learnt, fake_stripe):
    account = PayoutAccount.objects.get(payee__name="Hollybank Home Care")
    told = connect.account(account.stripe_account)
    assert (told.details_submitted, list(told.needs)) == (True, sorted(account.needs))
    fake_stripe.connect.onboard(account.stripe_account)
    assert connect.account(account.stripe_account).transfers_active


def test_it_is_learnt_once(learnt):
    learnt.write_text(json.dumps({}))
    of_the_demo.learn(learnt)
    assert learnt.read_text() == "{}"

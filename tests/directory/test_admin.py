"""The scheme's words and the terms in the content admin."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", ["approvalscheme", "taxonomyterm"])
def test_an_administrator_lists_and_edits(client, model):
    accounts.sign_in(client, User.objects.create_superuser("root@aldermere.example", name="Root"))
    one = make.scheme() if model == "approvalscheme" else make.term("need", "company")
    for address in ("list", "add"):
        assert client.get(reverse(f"wagtailsnippets_directory_{model}:{address}")).status_code == 200
    assert client.get(reverse(f"wagtailsnippets_directory_{model}:edit", args=[one.pk])).status_code == 200

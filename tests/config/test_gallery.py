"""The parts of the design system at /design/: for council staff, and to nobody else."""

import re

import pytest
from django.urls import reverse

from accounts.roles import Role
from design.gallery import SCREENS
from tests.factories import accounts

pytestmark = pytest.mark.django_db
PAGE = reverse("design-gallery")


def test_staff_see_each_part_with_its_name_and_when_to_use_it(client):
    accounts.sign_in(client, accounts.staff(Role.EDITOR))
    text = client.get(PAGE).content.decode()
    parts = re.findall(
        r'<section class="wm-part".*?<h2[^>]*>(.*?)</h2>\s*<p class="govuk-body wm-muted">(.*?)</p>', text
    )
    assert len(parts) == text.count('class="wm-part"') == 19
    assert ("Tag", "A state in a word or two. The words say it; the colour only helps.") in parts
    assert [client.get(reverse("design-gallery-screen", args=[screen])).status_code for screen in SCREENS] == [200] * 5
    assert "Error: Every component" in client.get(PAGE + "?errors=1").content.decode()


def test_to_others_it_is_not_there(client):
    assert client.get(PAGE).status_code == 404
    accounts.sign_in(client, accounts.user("Kim Lee"))
    assert client.get(PAGE).status_code == 404
    assert client.get(reverse("design-gallery-screen", args=["home"])).status_code == 404


def test_a_screen_that_is_not_there_and_a_wrong_method(client):
    accounts.sign_in(client, accounts.staff(Role.FINANCE))
    assert client.get(reverse("design-gallery-screen", args=["nothing"])).status_code == 404
    assert client.post(PAGE).status_code == 405

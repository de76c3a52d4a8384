"""A practitioner invites somebody to sign in: by link, by letter or not at all, and takes it back."""

from datetime import date

import pytest

from accounts.actions import invitations
from tests.accounts.screens import at, words
from tests.factories import setting_up

pytestmark = pytest.mark.django_db


def test_she_is_invited_by_link_letter_or_not_at_all(practitioner, edith):
    practitioner.post(at(edith, "invitation/"), {"way": "email", "email": "edith@example.org"})
    practitioner.post(at(edith, "invitation/"), {"way": "post"})
    assert sorted(edith.invitations.filter(ended_at=None).values_list("way", flat=True)) == ["email", "post"]
    assert "A link to edith@example.org." in words(practitioner.get(at(edith)))
    practitioner.post(at(edith, "invitation/"), {"way": "nobody"})
    edith.refresh_from_db()
    assert (edith.no_sign_in, edith.invitations.filter(ended_at=None).count()) == (True, 0)
    practitioner.post(at(edith, "invitation/"), {"way": "post"})
    edith.refresh_from_db()
    assert edith.no_sign_in is False


def test_an_invitation_says_what_is_missing(practitioner, samuel):
    unborn = setting_up.newcomer(born_on=None)
    page = practitioner.post(at(unborn, "invitation/"), {"way": "email", "email": "x@example.org"})
    assert "Enter the person’s date of birth first" in words(page)
    assert "Enter their email address" in words(practitioner.post(at(unborn, "invitation/"), {"way": "email"}))


def test_a_double_click_sends_one_link(practitioner, edith):
    for _ in range(2):
        practitioner.post(at(edith, "invitation/"), {"way": "email", "email": "edith@example.org"})
    assert edith.invitations.count() == 1


def test_that_it_was_tried_too_often_is_said(practitioner, edith):
    made = setting_up.invited(edith)
    for _ in range(5):
        invitations.prove(invitation=made, born_on=date(1950, 1, 1))
    page = words(practitioner.get(at(edith)))
    assert ("It was tried 5 times" in page, "Take it back" in page) == (True, False)
    assert setting_up_step(practitioner, edith) == "Sign-in"


def setting_up_step(practitioner, person):
    return [each["step"].title for each in practitioner.get(at(person)).context["steps"] if not each["step"].waits][-1]


def test_it_is_taken_back(practitioner, edith):
    made = setting_up.invited(edith)
    practitioner.post(at(edith, f"invitation/{made.pk}/take-back/"))
    made.refresh_from_db()
    assert made.ended_at is not None
    other = setting_up.invited(setting_up.newcomer())
    assert practitioner.post(at(edith, f"invitation/{other.pk}/take-back/")).status_code == 404

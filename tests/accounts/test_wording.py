"""What a mandate is said to let somebody do: only what has a screen."""

import pytest

from accounts import wording
from accounts.roles import Scope
from accounts.wording import WORKING, scopes_in_words


@pytest.mark.parametrize(
    ("scopes", "said"),
    [
        (
            list(Scope),
            "see how much money there is, see each payment, write the support plan, book support, pay,"
            " read and write messages, send receipts and share the handover sheet",
        ),
        (["see_balance", "propose"], "see how much money there is and write the support plan"),
        (["order", "pay"], "book support and pay"),
        (["order"], "change and cancel visits that are booked"),
        (["message", "upload"], "read and write messages and send receipts"),
        (["upload"], "send receipts"),
        ([], ""),
    ],
)
def test_only_what_has_a_screen_is_promised(scopes, said):
    assert scopes_in_words(scopes) == said


def test_limits_stand_beside_paying():
    said = scopes_in_words(["order", "pay"], 40_000, 150_000)
    assert said == "book support and pay (up to £400 a purchase, up to £1,500 a month)"


def test_what_has_no_screen_is_nowhere_in_the_words(monkeypatch):
    monkeypatch.setattr(wording, "WORKING", WORKING - {Scope.UPLOAD})
    assert scopes_in_words([Scope.UPLOAD, Scope.SEE_BALANCE]) == "see how much money there is"

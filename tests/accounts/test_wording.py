"""What a mandate is said to let somebody do: only what has a screen."""

import pytest

from accounts.roles import Scope
from accounts.wording import WORKING, scopes_in_words

NO_SCREEN_YET = ("documents", "suggest")


@pytest.mark.parametrize(
    ("scopes", "said"),
    [
        (
            list(Scope),
            "see how much money there is, see each payment, write the support plan, book support, pay,"
            " read and write messages and share the handover sheet",
        ),
        (["see_balance", "propose"], "see how much money there is and write the support plan"),
        (["order", "pay"], "book support and pay"),
        (["order"], "change and cancel visits that are booked"),
        (["message", "upload"], "read and write messages"),
        (["upload"], ""),
        ([], ""),
    ],
)
def test_only_what_has_a_screen_is_promised(scopes, said):
    assert scopes_in_words(scopes) == said


def test_limits_stand_beside_paying():
    said = scopes_in_words(["order", "pay"], 40_000, 150_000)
    assert said == "book support and pay (up to £400 a purchase, up to £1,500 a month)"


@pytest.mark.parametrize("scope", sorted(set(Scope) - WORKING))
def test_what_has_no_screen_is_nowhere_in_the_words(scope):
    assert not any(word in scopes_in_words([scope, Scope.SEE_BALANCE]) for word in NO_SCREEN_YET)

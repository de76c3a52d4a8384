"""What the directory keeps for a time only."""

from accounts.retention import Rule, register
from directory.actions import cases

SIX_MONTHS = 183

register(
    "approval_papers",
    Rule(
        "Papers that somebody sent to be approved",
        "they were sent",
        "So that we can check them. What we checked, when and who looked stays; the paper goes.",
        SIX_MONTHS,
        cases.clear_papers,
    ),
)

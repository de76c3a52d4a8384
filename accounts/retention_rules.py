"""What accounts keep for a time only."""

from accounts.actions import retention
from accounts.retention import Rule, register

register(
    "e_mails",
    Rule(
        "That we sent you an e-mail",
        "it was sent",
        "So that we can say what we told you. What it said goes as soon as it is sent.",
        365,
        retention.clear_e_mails,
    ),
)
register(
    "invitations",
    Rule(
        "Links by e-mail that ask somebody to sign in",
        "they were used, or are too old",
        "So that we can help when a link does not work.",
        90,
        retention.clear_invitations,
    ),
)

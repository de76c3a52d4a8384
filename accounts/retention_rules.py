"""What accounts keep for a time only."""

from accounts.actions import downloads, last_looks, retention, welfare
from accounts.retention import Rule, register

register(
    "e_mails",
    Rule(
        "That we sent you an email",
        "it was sent",
        "So that we can say what we told you. What it said goes as soon as it is sent.",
        365,
        retention.clear_e_mails,
    ),
)
register(
    "invitations",
    Rule(
        "Links by email that ask somebody to sign in",
        "they were used, or are too old",
        "So that we can help when a link does not work.",
        90,
        retention.clear_invitations,
    ),
)
register(
    downloads.KEY,
    Rule(
        "The file with all that we hold about you",
        "it was made",
        "So that you can fetch it, and nobody finds it later. You can ask for a new one at any time.",
        7,
        downloads.clear,
    ),
)
register(
    "all_well",
    Rule(
        "That we asked if all is well with you, and it was",
        "it ended",
        "So that we see if the same comes again. Where there was support or a worry, it stays with your care record.",
        730,
        welfare.clear,
    ),
)
register(
    "last_looks",
    Rule(
        "When somebody last looked at the money",
        "they looked",
        "So that the page can say what has changed since then.",
        365,
        last_looks.clear,
    ),
)

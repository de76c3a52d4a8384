"""How somebody shows that she works for an organisation. Pure."""

from datetime import timedelta
from urllib.parse import urlsplit

from directory.approval_rules import Labelled

# Anybody gets an address here: to have one says nothing about an organisation.
SHARED = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "hotmail.com",
        "hotmail.co.uk",
        "outlook.com",
        "live.co.uk",
        "live.com",
        "yahoo.com",
        "yahoo.co.uk",
        "icloud.com",
        "me.com",
        "aol.com",
        "btinternet.com",
        "btconnect.com",
        "sky.com",
        "talktalk.net",
        "virginmedia.com",
        "ntlworld.com",
        "protonmail.com",
        "proton.me",
        "msn.com",
        "ymail.com",
        "rocketmail.com",
        "mail.com",
        "gmx.com",
        "gmx.co.uk",
        "zoho.com",
        "fastmail.com",
        "nhs.net",
        "aol.co.uk",
        "blueyonder.co.uk",
        "tiscali.co.uk",
        "virgin.net",
        "freeserve.co.uk",
        "fsnet.co.uk",
        "orange.net",
        "plus.com",
        "supanet.com",
        "facebook.com",
        "wordpress.com",
        "wixsite.com",
        "blogspot.com",
        "weebly.com",
        "sites.google.com",
    ]
)
CODE_LASTS = timedelta(days=1)
POSTED_CODE_LASTS = timedelta(days=28)
LETTER_TAKES = timedelta(days=7)  # our own: from printing to the door. Another letter is sent after that, not before
MOST_TRIES = 5


class Way(Labelled):
    EMAIL = "email", "A code by e-mail"
    POST = "post", "A code by post"
    COUNCIL = "council", "Somebody at the council looks at it"


class State(Labelled):
    OPEN = "open", "Waiting"
    DONE = "done", "Agreed"
    DECLINED = "declined", "Declined"
    OVER = "over", "Over"


def domain(website: str) -> str:
    """https://www.hollybank.example/about → hollybank.example; nothing where the domain is shared by many."""
    host = (urlsplit(website).hostname or "").removeprefix("www.")
    shared = any(host == one or host.endswith(f".{one}") for one in SHARED)
    return "" if shared or "." not in host else host


def fits(email: str, website: str) -> bool:
    """An address at the website's own domain, and not at one that only ends like it."""
    found = domain(website)
    return bool(found) and email.strip().lower().rpartition("@")[2] == found


class NewState(Labelled):
    """Of an organisation that is not in the directory yet: she shows that she works there, then the council looks."""

    CODE = "code", "Waiting for the code"
    WAITING = "waiting", "Waiting for the council"
    DONE = "done", "In the directory"
    DECLINED = "declined", "Declined"
    OVER = "over", "Over"

"""Who can sign in to the demo (contract.md §4), and where each finds something to do."""

from typing import NamedTuple

PASSWORD = "waymark-demo-2026"  # noqa: S105 - printed on the demo's first page
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - the same after each seeding, shown on /demo/


class Visitor(NamedTuple):
    """One of the demo's sign-ins."""

    email: str
    name: str
    who: str
    look_at: tuple[tuple[str, str], ...]  # (words, address)
    role: str = ""  # a council role of accounts.roles
    second_factor: bool = False

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


RESIDENTS = (
    Visitor(
        "rosa@aldermere.example",
        "Rosa Alvarez",
        "Has a personal budget and a card account. Ben comes on Tuesdays and Thursdays.",
        (("Your money", "/money/"), ("Your orders", "/marketplace/orders/"), ("Your support plan", "/plans/")),
    ),
    Visitor(
        "joan@aldermere.example",
        "Joan Whitfield",
        "Has a personal budget. Her daughter Amira acts for her.",
        (("Your money", "/money/"), ("Your statement", "/money/statement/")),
    ),
    Visitor(
        "amira@aldermere.example",
        "Amira Whitfield",
        "Joan's daughter, nominated to act for her. Signs in as herself.",
        (("Who you act for", "/money/acting/"), ("Joan's orders", "/marketplace/orders/")),
        second_factor=True,
    ),
    Visitor(
        "tom@aldermere.example",
        "Tom Brennan",
        "Pays for his own support, from his own money.",
        (("Your money", "/money/"), ("Find support", "/directory/")),
    ),
)
PROVIDERS = (
    Visitor(
        "ben@aldermere.example",
        "Ben Okafor",
        "An approved, self-employed personal assistant.",
        (("Your desk", "/provider/"), ("His public page", "/personal-assistants/ben-okafor/")),
        second_factor=True,
    ),
    Visitor(
        "hollybank@aldermere.example",
        "Grace Hollis",
        "Manages Hollybank Home Care: who goes where, what to record, what payments were for.",
        (("Your desk", "/provider/"), ("Your week", "/provider/week/"), ("Invoices", "/provider/invoices/")),
        second_factor=True,
    ),
    Visitor(
        "maria@aldermere.example",
        "Maria Lewis",
        "A personal assistant whom Joan employs: hours instead of invoices.",
        (("Her timesheets", "/provider/timesheets/"), ("Her public page", "/personal-assistants/maria-lewis/")),
        second_factor=True,
    ),
    Visitor(
        "broker@aldermere.example",
        "Priya Nair",
        "An independent broker whom Joan has asked to help her plan.",
        (("Your cases", "/plans/cases/"), ("Who you act for", "/money/acting/")),
        second_factor=True,
    ),
)
COUNCIL = (
    Visitor(
        "editor@aldermere.example",
        "Eleanor Marsh",
        "Writes advice pages and reads what people say of them.",
        (("Pages to write", "/admin/"),),
        "editor",
        True,
    ),
    Visitor(
        "practitioner@aldermere.example",
        "Samuel Osei",
        "Social worker. Sets people up, agrees budgets, decides visits that were queried, and answers complaints.",
        (("Your desk", "/staff/"), ("People", "/staff/people/"), ("Letters to post", "/staff/letters/")),
        "practitioner",
        True,
    ),
    Visitor(
        "approver@aldermere.example",
        "Diane Foster",
        "Trading Standards. Checks personal assistants.",
        (("Your desk", "/staff/"),),
        "approver",
        True,
    ),
    Visitor(
        "finance@aldermere.example",
        "Martin Cole",
        "Pays providers and keeps the books.",
        (("Your desk", "/staff/"),),
        "finance",
        True,
    ),
    Visitor(
        "commissioner@aldermere.example",
        "Nadia Rahman",
        "Shapes what support there is. Sees totals, never a person's lines.",
        (("Your desk", "/staff/"),),
        "commissioner",
        True,
    ),
    Visitor(
        "safeguarding@aldermere.example",
        "Ruth Bellamy",
        "Keeps people safe.",
        (("Concerns", "/staff/concerns/"), ("Your desk", "/staff/")),
        "safeguarding",
        True,
    ),
    Visitor(
        "admin@aldermere.example",
        "Alan Whitmore",
        "Looks after roles and settings.",
        (("Settings", "/admin/settings/design/council/"), ("Your desk", "/staff/"), ("Access", "/staff/access/")),
        "administrator",
        True,
    ),
)
SECOND_FINANCE = Visitor(  # two people for each payment file: Martin prepares, Wendy releases
    "finance2@aldermere.example",
    "Wendy Clarke",
    "Finance, the second person.",
    (("Your desk", "/staff/"),),
    "finance",
    True,
)
SECOND_EDITOR = Visitor(  # the second person who lets a page go live
    "editor2@aldermere.example",
    "Oliver Grant",
    "Editor, the second person.",
    (("Pages to approve", "/admin/"),),
    "editor",
    True,
)
SECOND_SAFEGUARDING = Visitor(  # the second person who closes a concern
    "safeguarding2@aldermere.example",
    "Helen Price",
    "Safeguarding, the second person.",
    (("Your desk", "/staff/"),),
    "safeguarding",
    True,
)
SECONDS = (SECOND_FINANCE, SECOND_EDITOR, SECOND_SAFEGUARDING)
EVERYBODY = RESIDENTS + PROVIDERS + COUNCIL + SECONDS
GROUPS = (
    ("Residents and families", RESIDENTS),
    ("Those who support them", PROVIDERS),
    ("The council", COUNCIL + SECONDS),
)
BY_EMAIL = {visitor.email: visitor for visitor in EVERYBODY}

"""Who can sign in to the demo (contract.md §4), and where each finds something to do."""

from typing import NamedTuple

PASSWORD = "waymark-demo-2026"  # noqa: S105 - printed on the demo's first page
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - the same after each seeding, shown on /demo/


class Visitor(NamedTuple):
    """One of the demo's sign-ins."""

    email: str
    name: str
    who: str
    look_at: tuple[tuple[str, str], ...]  # the tour: what to try, and where
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
        (
            ("See your money", "/money/"),
            ("Read your statement", "/money/statement/"),
            ("See who is coming this week", "/week/"),
            ("Look at your orders", "/marketplace/orders/"),
            ("See your card, and try it in a pretend shop", "/money/cards/"),
            ("See what was declined, why, and what we answered", "/money/declines/"),
            ("Ask before you buy something", "/money/asked/"),
            ("Write to Ben", "/messages/"),
            ("Read and change your support plan", "/plans/"),
            ("Book Ben for another visit", "/personal-assistants/ben-okafor/"),
            ("Let somebody read your handover sheet", "/handover/"),
            ("See who acts for you, and whom you have asked", "/accounts/"),
            ("See what you said about organisations", "/your-feedback/"),
            ("See who has looked at your money", "/accounts/who-looked/"),
        ),
    ),
    Visitor(
        "joan@aldermere.example",
        "Joan Whitfield",
        "Has a personal budget. Her daughter Amira acts for her.",
        (
            ("See your money", "/money/"),
            ("Read your statement", "/money/statement/"),
            ("See who acts for you", "/accounts/"),
            ("See your plan, which waits for the council", "/plans/"),
            ("Tell the council that you are well", "/money/all-well/"),
        ),
    ),
    Visitor(
        "amira@aldermere.example",
        "Amira Whitfield",
        "Joan's daughter, nominated to act for her. Signs in as herself.",
        (
            ("Choose to act for your mother", "/money/acting/"),
            ("See who is coming to your mother this week", "/week/"),
            ("Look at her orders", "/marketplace/orders/"),
            ("Read what Hollybank wrote", "/messages/"),
            ("See her plan, which waits for the council", "/plans/"),
        ),
        second_factor=True,
    ),
    Visitor(
        "tom@aldermere.example",
        "Tom Brennan",
        "Pays for his own support, from his own money.",
        (
            ("See your own money", "/money/"),
            ("Add money to it", "/money/add/"),
            ("See who is coming, and your holiday", "/week/"),
            ("Look at your orders", "/marketplace/orders/"),
            ("Find help at home near Thornley", "/directory/?near=Thornley&topic=home-care"),
            ("Keep a shortlist and compare", "/shortlist/"),
            ("Read what other people did", "/ideas/"),
            ("See the plan that the council sent back", "/plans/"),
        ),
    ),
)
PROVIDERS = (
    Visitor(
        "ben@aldermere.example",
        "Ben Okafor",
        "An approved, self-employed personal assistant.",
        (
            ("Answer a request and record yesterday’s visit", "/provider/"),
            ("See what you have earned", "/provider/money/"),
            ("Write to the people you support", "/provider/messages/"),
            ("See what people see of you", "/personal-assistants/ben-okafor/"),
        ),
        second_factor=True,
    ),
    Visitor(
        "hollybank@aldermere.example",
        "Grace Hollis",
        "Manages Hollybank Home Care: who goes where, what to record, what payments were for.",
        (
            ("See what waits for Hollybank", "/provider/"),
            ("See the week, and who goes where", "/provider/week/"),
            ("Record several visits at once", "/provider/week/record/"),
            ("See what a payment was for", "/provider/invoices/"),
            ("Read a question from Amira", "/provider/messages/"),
            ("See what people see of Hollybank", "/directory/hollybank-care-at-home/"),
            ("Change your pages, and read what was sent back", "/provider/pages/"),
            ("Reply to what people say about Hollybank", "/provider/feedback/"),
        ),
        second_factor=True,
    ),
    Visitor(
        "maria@aldermere.example",
        "Maria Lewis",
        "A personal assistant whom Joan employs: hours instead of invoices.",
        (
            ("Send the hours of last week", "/provider/timesheets/"),
            ("See what people see of Maria", "/personal-assistants/maria-lewis/"),
        ),
        second_factor=True,
    ),
    Visitor(
        "broker@aldermere.example",
        "Priya Nair",
        "An independent broker whom Joan has asked to help her plan.",
        (
            ("Answer Rosa, who asks you to act for her", "/money/acting/"),
            ("Open the cases that people gave you", "/plans/cases/"),
            ("Find ideas for a plan", "/ideas/"),
        ),
        second_factor=True,
    ),
)
RENEWING = (  # of two approvals one ends within three weeks, and one has ended
    Visitor(
        "callum@aldermere.example",
        "Callum Reid",
        "A personal assistant whose approval ends soon: his insurance runs out.",
        (
            ("See what to do next, and renew", "/provider/"),
            ("See what people see of Callum", "/personal-assistants/callum-reid/"),
        ),
        second_factor=True,
    ),
    Visitor(
        "tomasz@aldermere.example",
        "Tomasz Zielinski",
        "A personal assistant whose approval has ended, so that nobody finds him as approved.",
        (
            ("See what to do next, and renew", "/provider/"),
            ("See what is left of his page", "/personal-assistants/tomasz-zielinski/"),
        ),
        second_factor=True,
    ),
)
COUNCIL = (
    Visitor(
        "editor@aldermere.example",
        "Eleanor Marsh",
        "Writes advice pages and reads what people say of them.",
        (
            ("Open your desk", "/staff/"),
            ("Write a page", "/admin/"),
            ("Answer what providers would change", "/staff/moderation/"),
            ("Read what Rosa says about Hollybank, before others do", "/staff/moderation/?show=feedback"),
            ("Call those whose pages are old", "/staff/freshness/"),
            ("Read the advice as people see it", "/advice/"),
        ),
        "editor",
        True,
    ),
    Visitor(
        "practitioner@aldermere.example",
        "Samuel Osei",
        "Social worker. Sets people up, agrees budgets, decides visits that were queried, and answers complaints.",
        (
            ("Open your desk", "/staff/"),
            ("Set somebody up, or look somebody up", "/staff/people/"),
            ("Answer “Can I buy this?”", "/staff/questions/"),
            ("Agree a plan", "/staff/plans/"),
            ("Say if a declined purchase is for the plan", "/staff/reviews/"),
            ("Answer a complaint", "/staff/complaints/"),
            ("Decide about a visit", "/staff/queries/"),
            ("See if all is well with Yusuf", "/staff/welfare/"),
            ("Order for somebody on the telephone", "/staff/orders/"),
            ("Print letters to post", "/staff/letters/"),
        ),
        "practitioner",
        True,
    ),
    Visitor(
        "approver@aldermere.example",
        "Diane Foster",
        "Trading Standards. Checks personal assistants.",
        (
            ("Open your desk", "/staff/"),
            ("Check people who applied", "/staff/approvals/"),
            ("See what the public sees of a check", "/personal-assistants/ruth-ablett/"),
        ),
        "approver",
        True,
    ),
    Visitor(
        "finance@aldermere.example",
        "Martin Cole",
        "Pays providers and keeps the books.",
        (
            ("Open your desk", "/staff/"),
            ("See money in, held, owed and paid", "/staff/finance/"),
            ("Prepare a payment file, for Wendy to release", "/staff/finance/payments/"),
            ("Decide about a hospital stay that was paid for", "/staff/finance/loads/"),
            ("Answer Neil’s appeal about money that was not spent", "/staff/surplus/"),
            ("Match a contribution", "/staff/finance/receipts/"),
            ("Close the month", "/staff/finance/month-end/"),
            ("Look eight weeks ahead", "/staff/finance/forecast/"),
        ),
        "finance",
        True,
    ),
    Visitor(
        "commissioner@aldermere.example",
        "Nadia Rahman",
        "Shapes what support there is. Sees totals, never a person's lines.",
        (
            ("Open your desk", "/staff/"),
            ("See money in totals, never a person’s lines", "/staff/finance/"),
            ("See what there is beside what people look for", "/staff/supply/"),
            ("See how fresh the directory is", "/staff/freshness/share/"),
            ("See what is on sale", "/marketplace/"),
        ),
        "commissioner",
        True,
    ),
    Visitor(
        "safeguarding@aldermere.example",
        "Ruth Bellamy",
        "Keeps people safe.",
        (
            ("Look at concerns, the oldest first", "/staff/concerns/"),
            ("Decide about a message that was reported", "/staff/messages/"),
            ("Open your desk", "/staff/"),
        ),
        "safeguarding",
        True,
    ),
    Visitor(
        "admin@aldermere.example",
        "Alan Whitmore",
        "Looks after roles and settings.",
        (
            ("Open your desk", "/staff/"),
            ("Change the council’s name and numbers", "/admin/settings/design/council/"),
            ("Give and end roles", "/staff/access/"),
            ("See how the system is", "/staff/access/health/"),
        ),
        "administrator",
        True,
    ),
)
SECOND_FINANCE = Visitor(  # two people for each payment file: Martin prepares, Wendy releases
    "finance2@aldermere.example",
    "Wendy Clarke",
    "Finance, the second person.",
    (
        ("Open your desk", "/staff/"),
        ("Release a payment file that Martin prepared", "/staff/finance/payments/"),
        ("Check new bank details by telephone", "/staff/finance/bank-details/"),
    ),
    "finance",
    True,
)
SECOND_EDITOR = Visitor(  # the second person who lets a page go live
    "editor2@aldermere.example",
    "Oliver Grant",
    "Editor, the second person.",
    (
        ("Open your desk", "/staff/"),
        ("See pages that wait for approval", "/admin/"),
    ),
    "editor",
    True,
)
SECOND_SAFEGUARDING = Visitor(  # the second person who closes a concern
    "safeguarding2@aldermere.example",
    "Helen Price",
    "Safeguarding, the second person.",
    (
        ("Open your desk", "/staff/"),
        ("Close a concern that Ruth decided", "/staff/concerns/"),
    ),
    "safeguarding",
    True,
)
SECOND_APPROVER = Visitor(  # the second person who approves: Diane proposes, Femi decides, or the other way round
    "femi@aldermere.example",
    "Femi Adu",
    "Trading Standards, the second person.",
    (
        ("Open your desk", "/staff/"),
        ("Decide about somebody whom Diane proposed", "/staff/approvals/"),
    ),
    "approver",
    True,
)
SECONDS = (SECOND_FINANCE, SECOND_EDITOR, SECOND_SAFEGUARDING, SECOND_APPROVER)
EVERYBODY = RESIDENTS + PROVIDERS + RENEWING + COUNCIL + SECONDS
GROUPS = (
    ("Residents and families", RESIDENTS),
    ("Those who support them", PROVIDERS + RENEWING),
    ("The council", COUNCIL + SECONDS),
)
BY_EMAIL = {visitor.email: visitor for visitor in EVERYBODY}

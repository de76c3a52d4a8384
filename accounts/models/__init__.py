import accounts.models.ledger  # noqa: F401 (Django must know them; others go through accounts.ledger)
from accounts.models.access import Mandate, RoleGrant
from accounts.models.budgets import CardAccount, ChoiceRecord, Outcome, PersonalBudget, Pot, WayOfHolding
from accounts.models.cards import Card, CardAuthorisation, CardDraw
from accounts.models.due import DueWork
from accounts.models.invitations import Invitation
from accounts.models.letters import Letter
from accounts.models.payments import Payee, Payment, PaymentFile, PaymentFileLine
from accounts.models.people import Caring, CommunicationNeed, ContactFormat, Person
from accounts.models.records import AuditLine, Notice
from accounts.models.user import User

__all__ = [
    "AuditLine",
    "Card",
    "CardAccount",
    "CardAuthorisation",
    "CardDraw",
    "Caring",
    "ChoiceRecord",
    "CommunicationNeed",
    "ContactFormat",
    "DueWork",
    "Invitation",
    "Letter",
    "Mandate",
    "Notice",
    "Outcome",
    "Payee",
    "Payment",
    "PaymentFile",
    "PaymentFileLine",
    "Person",
    "PersonalBudget",
    "Pot",
    "RoleGrant",
    "User",
    "WayOfHolding",
]

import accounts.models.ledger  # noqa: F401 (Django must know them; others go through accounts.ledger)
from accounts.models.access import Mandate, RoleGrant
from accounts.models.bank_details import BankDetailsChange, PaymentReturn
from accounts.models.budgets import CardAccount, ChoiceRecord, ClientGroup, Outcome, PersonalBudget, Pot, WayOfHolding
from accounts.models.cards import Card, CardAuthorisation, CardDraw, CardEntry
from accounts.models.contributions import Contribution, ContributionReceipt
from accounts.models.due import DueWork
from accounts.models.invitations import Invitation
from accounts.models.journal import CostCode, JournalExport, JournalLine
from accounts.models.letters import Letter
from accounts.models.loads import BudgetPause, Load, LoadShare, PaidAhead
from accounts.models.outside import Intent, OutsideEvent
from accounts.models.own_payments import OwnPayment, OwnRefund
from accounts.models.payments import Payee, Payment, PaymentFile, PaymentFileLine
from accounts.models.people import Caring, CommunicationNeed, ContactFormat, Person
from accounts.models.records import AuditLine, Notice
from accounts.models.user import User

__all__ = [
    "AuditLine",
    "BankDetailsChange",
    "BudgetPause",
    "Card",
    "CardAccount",
    "CardAuthorisation",
    "CardDraw",
    "CardEntry",
    "Caring",
    "ChoiceRecord",
    "ClientGroup",
    "CommunicationNeed",
    "ContactFormat",
    "Contribution",
    "ContributionReceipt",
    "CostCode",
    "DueWork",
    "Intent",
    "Invitation",
    "JournalExport",
    "JournalLine",
    "Letter",
    "Load",
    "LoadShare",
    "Mandate",
    "Notice",
    "Outcome",
    "OutsideEvent",
    "OwnPayment",
    "OwnRefund",
    "PaidAhead",
    "Payee",
    "Payment",
    "PaymentFile",
    "PaymentFileLine",
    "PaymentReturn",
    "Person",
    "PersonalBudget",
    "Pot",
    "RoleGrant",
    "User",
    "WayOfHolding",
]

import accounts.models.ledger  # noqa: F401 (Django must know them; others go through accounts.ledger)
from accounts.models.access import Mandate, RestReason, RoleGrant, Standing
from accounts.models.arrears import ArrearsEntry, ContributionWaiver
from accounts.models.asks import PurchasePolicy, PurchaseQuestion
from accounts.models.bank_details import BankDetailsChange, PaymentReturn
from accounts.models.budgets import CardAccount, ChoiceRecord, ClientGroup, Outcome, PersonalBudget, Pot, WayOfHolding
from accounts.models.cards import Card, CardAuthorisation, CardDraw, CardEntry
from accounts.models.communication import NeedsShared
from accounts.models.contributions import Contribution, ContributionReceipt
from accounts.models.covers import Purchase, PurchaseCover, Reclaim
from accounts.models.declines import Declined
from accounts.models.downloads import DataDownload
from accounts.models.due import DueWork
from accounts.models.employing import EmploymentRates
from accounts.models.invitations import Invitation
from accounts.models.journal import CostCode, JournalExport, JournalLine
from accounts.models.last_looks import LastLook
from accounts.models.letters import Letter
from accounts.models.loads import BudgetPause, Load, LoadShare, PaidAhead
from accounts.models.look_reviews import LookMark, LookReview
from accounts.models.outside import Intent, OutsideEvent
from accounts.models.own_payments import OwnPayment, OwnRefund
from accounts.models.payments import Payee, Payment, PaymentFile, PaymentFileLine
from accounts.models.payouts import PayoutAccount
from accounts.models.people import Caring, CommunicationNeed, ContactFormat, Person
from accounts.models.purchase_receipts import Receipt, ReceiptRequest
from accounts.models.purchase_reviews import AllowanceUse, AllowedOnce, PurchaseReview
from accounts.models.reconciling import Difference, ReconcileRun
from accounts.models.records import AuditLine, Notice
from accounts.models.retention import RetentionPeriod
from accounts.models.shortfalls import ShortfallDecision
from accounts.models.spending_rules import SpendingRule
from accounts.models.surplus import SurplusProposal
from accounts.models.user import User
from accounts.models.welfare import WelfareCheck, WelfareSignal
from accounts.models.yearly import YearlyStatement

# isort: split
# Last: it brings in Wagtail's admin, which reads settings that name rooms above us, which import the models above.
from accounts.models.spending_settings import (
    CommunicationSettings,
    DelegateSettings,
    PurchaseQuestionSettings,
    SpendingSettings,
    SurplusSettings,
)
from accounts.models.welfare_settings import WelfareSettings

__all__ = [
    "AllowanceUse",
    "AllowedOnce",
    "ArrearsEntry",
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
    "CommunicationSettings",
    "ContactFormat",
    "Contribution",
    "ContributionReceipt",
    "ContributionWaiver",
    "CostCode",
    "DataDownload",
    "Declined",
    "DelegateSettings",
    "Difference",
    "DueWork",
    "EmploymentRates",
    "Intent",
    "Invitation",
    "JournalExport",
    "JournalLine",
    "LastLook",
    "Letter",
    "Load",
    "LoadShare",
    "LookMark",
    "LookReview",
    "Mandate",
    "NeedsShared",
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
    "PayoutAccount",
    "Person",
    "PersonalBudget",
    "Pot",
    "Purchase",
    "PurchaseCover",
    "PurchasePolicy",
    "PurchaseQuestion",
    "PurchaseQuestionSettings",
    "PurchaseReview",
    "Receipt",
    "ReceiptRequest",
    "Reclaim",
    "ReconcileRun",
    "RestReason",
    "RetentionPeriod",
    "RoleGrant",
    "ShortfallDecision",
    "SpendingRule",
    "SpendingSettings",
    "Standing",
    "SurplusProposal",
    "SurplusSettings",
    "User",
    "WayOfHolding",
    "WelfareCheck",
    "WelfareSettings",
    "WelfareSignal",
    "YearlyStatement",
]

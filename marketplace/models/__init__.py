from marketplace.models.booking_proposals import BookingProposal
from marketplace.models.drafts import Draft
from marketplace.models.employer_costs import EmployerCosts, EmployerPayment
from marketplace.models.handover import HandoverContact, HandoverLink, HandoverOpening, HandoverSheet
from marketplace.models.invoices import Invoice, InvoiceLine
from marketplace.models.listings import Listing
from marketplace.models.lost_support import SupportTalk
from marketplace.models.messages import Block, Conversation, Message, MessageParty, MessageReport
from marketplace.models.necessity import NecessityDecision
from marketplace.models.orders import AwaitedVisit, Order, OrderEvent
from marketplace.models.pauses import VisitPause
from marketplace.models.plan_reviews import PlanReview, PlanReviewRequest, PlanReviewSettings, ReviewOutcome
from marketplace.models.plans import Idea, PlanLine, PlanOutcome, PlanState, PlanVersion, SupportPlan
from marketplace.models.queries import Query
from marketplace.models.second_looks import SecondLook
from marketplace.models.successions import SaleHandover
from marketplace.models.telephone import Fact, TelephoneOrder
from marketplace.models.timesheets import EmployedAssistant, Timesheet, TimesheetLine
from marketplace.models.visits import Proposal, Visit, VisitEvent, VisitHold

__all__ = [
    "AwaitedVisit",
    "Block",
    "BookingProposal",
    "Conversation",
    "Draft",
    "EmployedAssistant",
    "EmployerCosts",
    "EmployerPayment",
    "Fact",
    "HandoverContact",
    "HandoverLink",
    "HandoverOpening",
    "HandoverSheet",
    "Idea",
    "Invoice",
    "InvoiceLine",
    "Listing",
    "Message",
    "MessageParty",
    "MessageReport",
    "NecessityDecision",
    "Order",
    "OrderEvent",
    "PlanLine",
    "PlanOutcome",
    "PlanReview",
    "PlanReviewRequest",
    "PlanReviewSettings",
    "PlanState",
    "PlanVersion",
    "Proposal",
    "Query",
    "ReviewOutcome",
    "SaleHandover",
    "SecondLook",
    "SupportPlan",
    "SupportTalk",
    "TelephoneOrder",
    "Timesheet",
    "TimesheetLine",
    "Visit",
    "VisitEvent",
    "VisitHold",
    "VisitPause",
]

"""What the marketplace holds about somebody, and what of it is not in what she downloads."""

from accounts.held import leave_out, of_model, register
from marketplace import models

SUPPORT, MESSAGES, PLAN = "Your support", "Your messages", "Your support plan"

ORDER = (
    "reference title seller_name state unit price_pence outcome__name requested_at answered_at closed_at reason "
    "start_early_at not_household_at"
)
NECESSITY = (
    "personal_assistant__name relation what_for reasons decided_by__name decided_at review_on ended_at end_reasons"
)
register(
    "necessity",
    of_model(SUPPORT, "That family who live with you are paid", models.NecessityDecision, "person", NECESSITY),
)
LOOK = "decision__personal_assistant__name words asked_at due_on result result_words looked_by__name looked_at"
register("second_looks", of_model(SUPPORT, "Second looks that you asked for", models.SecondLook, "person", LOOK))
TALK = "service__name words by__name at"
register(
    "support_talks",
    of_model(SUPPORT, "What we agreed when support could not go on", models.SupportTalk, "person", TALK),
)
register("orders", of_model(SUPPORT, "What you ordered", models.Order, "person", ORDER))
VISIT = (
    "order__reference number starts_at minutes price_pence state delivered_minutes delivered_at missed_at paid_pence "
    "refunded_pence"
)
register("visits", of_model(SUPPORT, "Visits", models.Visit, "order__person", VISIT))
register(
    "order_events",
    of_model(
        SUPPORT,
        "What happened to your orders",
        models.OrderEvent,
        "order__person",
        "order__reference name party at reason",
    ),
)
EVENT = "visit__order__reference visit__number name party at reason"
register("visit_events", of_model(SUPPORT, "What happened to visits", models.VisitEvent, "visit__order__person", EVENT))
CHANGE = "visit__order__reference kind starts_at minutes price_pence state reason party proposed_at answered_at"
register("proposals", of_model(SUPPORT, "Changes that were asked for", models.Proposal, "visit__order__person", CHANGE))
QUERY = "visit__order__reference reason party raised_at answer answered_at decision pay_pence explanation decided_at"
register("queries", of_model(SUPPORT, "Visits that were not right", models.Query, "visit__order__person", QUERY))
AWAITED = "order__reference number starts_at minutes price_pence"
register("awaited", of_model(SUPPORT, "Visits not paid for yet", models.AwaitedVisit, "order__person", AWAITED))
PAUSE = "kind starts_on until_on paused_at back_on ended_at"
register("visit_pauses", of_model(SUPPORT, "Days without visits", models.VisitPause, "person", PAUSE))
register("drafts", of_model(SUPPORT, "Bookings not finished", models.Draft, "person", "answers started_at changed_at"))
PROPOSED = "listing__title proposed_by__name proposed_at answers total_pence state answered_at reason closed_at"
register(
    "booking_proposals",
    of_model(SUPPORT, "Bookings that needed another yes", models.BookingProposal, "person", PROPOSED),
)
register(
    "calls",
    of_model(SUPPORT, "Orders by telephone", models.TelephoneOrder, "person", "taken_at checked_at ended_at ended_as"),
)
register(
    "employs", of_model(SUPPORT, "That you employ somebody", models.EmployedAssistant, "person", "said_at ended_at")
)
COSTS = "job total_pence aside_week_pence budget_pence state sent_at answer answered_at starts_on ended_at"
register("employer_costs", of_model(SUPPORT, "What employing somebody costs", models.EmployerCosts, "person", COSTS))
DUE = "kind aside_pence wage_pot_pence note made_at"
register(
    "employer_payments",
    of_model(SUPPORT, "Paid from what is set aside", models.EmployerPayment, "costs__person", DUE),
)
HOURS = "timesheet__first_day timesheet__state starts_at minutes break_minutes timesheet__agreed_at"
register(
    "hours",
    of_model(
        SUPPORT,
        "Hours of those whom you employ",
        models.TimesheetLine,
        "timesheet__employed__person",
        HOURS,
        also=(models.Timesheet,),
    ),
)
SHEET = "routines to_know key_place changed_at"
register("handover", of_model(SUPPORT, "Your handover sheet", models.HandoverSheet, "person", SHEET))
register("contacts", of_model(SUPPORT, "Whom to call, by who they are", models.HandoverContact, "sheet__person", "who"))
LINK = "consent made_at expires_at withdrawn_at"
register("links", of_model(SUPPORT, "Links to your handover sheet", models.HandoverLink, "sheet__person", LINK))
register(
    "openings",
    of_model(SUPPORT, "When the sheet was opened", models.HandoverOpening, "link__sheet__person", "opened_at"),
)
MESSAGE = "conversation__reference party text at read_at taken_back_at"
register(
    "messages",
    of_model(MESSAGES, "Messages", models.Message, "conversation__person", MESSAGE, also=(models.Conversation,)),
)
OUTCOME = "version__number version__state outcome__name words"
register("plan_outcomes", of_model(PLAN, "What you want to do", models.PlanOutcome, "version__plan__person", OUTCOME))
LINE = "outcome__version__number outcome__outcome__name what unit price_pence times every weekly_pence"
register("plan_lines", of_model(PLAN, "What it takes", models.PlanLine, "outcome__version__plan__person", LINE))
VERSION = "number state read_in contingency_pence weekly_pence started_at sent_at sent_back_at reasons agreed_at"
register(
    "plans",
    of_model(PLAN, "Versions", models.PlanVersion, "plan__person", VERSION, also=(models.SupportPlan,)),
)
register(
    "plan_reviews",
    of_model(PLAN, "Reviews", models.PlanReview, "plan__person", "held_on said outcome next_on recorded_at"),
)
ASKED = "words asked_at taken_back_at"
register("reviews_asked", of_model(PLAN, "Reviews that you asked for", models.PlanReviewRequest, "plan__person", ASKED))

leave_out(
    "blocks", "A block or report of a conversation tells of the other side too.", models.Block, models.MessageReport
)
leave_out("holds", "It is about the money of a visit, which is among her payments.", models.VisitHold)
leave_out(
    "offers",
    "It is about a seller's business.",
    models.Listing,
    models.Invoice,
    models.InvoiceLine,
    models.SaleHandover,
)

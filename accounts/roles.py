"""Who may do what, on one page: council roles, their permissions, and the scopes of a mandate. Pure."""

from enum import StrEnum


class Role(StrEnum):
    """A council role. Nobody shares a sign-in; somebody may hold several roles."""

    EDITOR = "editor"
    PRACTITIONER = "practitioner"
    APPROVER = "approver"
    FINANCE = "finance"
    COMMISSIONER = "commissioner"
    SAFEGUARDING = "safeguarding"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """One thing that council staff may do, with the reason it stands alone."""

    EDIT_CONTENT = "edit_content"  # write advice pages and see what readers say of them
    PUBLISH_CONTENT = "publish_content"  # be the second person who lets a page go live
    AGREE_BUDGETS = "agree_budgets"  # set up people, budgets, choices and mandates
    ANSWER_QUESTIONS = "answer_questions"  # “can I buy this?”, and whether a plan asks for receipts
    PUBLISH_POLICY = "publish_policy"  # the text on what a budget may buy, in versions that stay
    TAKE_BACK_MONEY = "take_back_money"  # propose, or decide: never both
    TRIAGE_WELFARE = "triage_welfare"  # look at signs that somebody may not be well, by the three tests of section 42
    COUNT_WELFARE = "count_welfare"  # how many of these there were and how they ended: no names
    SEND_LETTERS = "send_letters"  # print, post and read out what people are told on paper or by telephone
    EXPORT_CASES = "export_cases"  # people, budgets and spending by outcome, as files for the case system
    MODERATE_LISTINGS = "moderate_listings"  # answer what providers would change of their pages: never one's own
    APPROVE_PROVIDERS = "approve_providers"  # record and decide checks of the approval scheme
    KEEP_DIRECTORY = "keep_directory"  # feeds that are read, and records that are the same twice
    SEE_MONEY_TOTALS = "see_money_totals"  # totals of money in, held, owed and paid: no person's lines
    SEE_MONEY_LINES = "see_money_lines"  # one person's lines, for a stated reason that she can read
    PLACE_ORDERS = "place_orders"  # order for a person who is on the telephone, after a check of who it is
    FREEZE_CARDS = "freeze_cards"  # freeze a resident's card at once, with a reason that she can read
    PREPARE_PAYMENTS = "prepare_payments"  # make a provider payment file
    RELEASE_PAYMENTS = "release_payments"  # let it go: never the one who made it
    MANAGE_LOADS = "manage_loads"  # pause, end and stop a budget's loads; decide about days paid for too early
    RECORD_CONTRIBUTIONS = "record_contributions"  # what people pay towards their support, and what came in
    EXPORT_JOURNAL = "export_journal"  # cost codes, and journals for the general ledger
    CHANGE_BANK_DETAILS = "change_bank_details"  # enter where somebody is paid, or check it: never both
    DECIDE_QUERIES = "decide_queries"  # pay, part or refund a visit that was queried: never those who pay the files
    SEE_SUPPLY = "see_supply"  # what is offered and asked for, in counts
    SEE_SEARCHES = "see_searches"  # what people search for, in groups, and how search is
    REBUILD_SEARCH = "rebuild_search"  # make the search index anew
    SEE_CONCERNS = "see_concerns"  # concerns about somebody's safety
    KEEP_SUPPORT_GOING = "keep_support_going"  # people whose booked support lost its registration: speak with each
    HANDLE_COMPLAINTS = "handle_complaints"  # answer complaints: who knows the support, and somebody outside practice
    SEE_REPORTED_MESSAGES = "see_reported_messages"  # a conversation that one side reported, and no other
    REVIEW_LOOKS = "review_looks"  # read why lines were opened, by month: never one's own reasons, and no lines
    MANAGE_ACCESS = "manage_access"  # people, roles, settings, health of the system


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.EDITOR: frozenset(
        {
            Permission.EDIT_CONTENT,
            Permission.PUBLISH_CONTENT,
            Permission.MODERATE_LISTINGS,
            Permission.KEEP_DIRECTORY,
            Permission.SEE_SEARCHES,
            Permission.REBUILD_SEARCH,
        }
    ),
    Role.PRACTITIONER: frozenset(
        {
            Permission.AGREE_BUDGETS,
            Permission.ANSWER_QUESTIONS,
            Permission.PUBLISH_POLICY,
            Permission.TAKE_BACK_MONEY,
            Permission.TRIAGE_WELFARE,
            Permission.COUNT_WELFARE,
            Permission.SEND_LETTERS,
            Permission.EXPORT_CASES,
            Permission.DECIDE_QUERIES,
            Permission.PLACE_ORDERS,
            Permission.MANAGE_LOADS,
            Permission.FREEZE_CARDS,
            Permission.HANDLE_COMPLAINTS,
            Permission.KEEP_SUPPORT_GOING,
        }
    ),
    Role.APPROVER: frozenset({Permission.APPROVE_PROVIDERS}),
    Role.FINANCE: frozenset(
        {
            Permission.SEE_MONEY_TOTALS,
            Permission.SEE_MONEY_LINES,
            Permission.TAKE_BACK_MONEY,
            Permission.PREPARE_PAYMENTS,
            Permission.RELEASE_PAYMENTS,
            Permission.MANAGE_LOADS,
            Permission.FREEZE_CARDS,
            Permission.RECORD_CONTRIBUTIONS,
            Permission.EXPORT_JOURNAL,
            Permission.CHANGE_BANK_DETAILS,
        }
    ),
    Role.COMMISSIONER: frozenset({Permission.SEE_SUPPLY, Permission.SEE_SEARCHES, Permission.SEE_MONEY_TOTALS}),
    Role.SAFEGUARDING: frozenset(
        {Permission.SEE_CONCERNS, Permission.SEE_REPORTED_MESSAGES, Permission.KEEP_SUPPORT_GOING}
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.MANAGE_ACCESS,
            Permission.MODERATE_LISTINGS,
            Permission.KEEP_DIRECTORY,
            Permission.REVIEW_LOOKS,
            Permission.COUNT_WELFARE,
            Permission.PUBLISH_POLICY,
            Permission.SEE_SEARCHES,
            Permission.REBUILD_SEARCH,
            Permission.HANDLE_COMPLAINTS,
        }
    ),
}


class Basis(StrEnum):
    """Why somebody may act for a person (Care Act 2014 ss.31-32; Mental Capacity Act 2005)."""

    NOMINATED = "nominated"  # chosen by the person to receive the payment, s.31
    AUTHORISED = "authorised"  # agreed by the council where the person lacks capacity, s.32
    ATTORNEY = "attorney"  # lasting power of attorney
    DEPUTY = "deputy"  # appointed by the Court of Protection
    BROKER = "broker"  # helps to plan and to set support up
    VIEWER = "viewer"  # family member who looks, and no more


class Scope(StrEnum):
    """One thing that a mandate lets a delegate do."""

    SEE_BALANCE = "see_balance"
    SEE_LINES = "see_lines"
    PROPOSE = "propose"
    ORDER = "order"
    PAY = "pay"
    MESSAGE = "message"
    UPLOAD = "upload"
    HANDOVER = "handover"  # write the handover sheet, and let a named person read it

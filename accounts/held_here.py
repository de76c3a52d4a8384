"""What accounts hold about somebody, and what of it is not in what she downloads."""

from collections.abc import Iterator
from dataclasses import replace

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.db.models import Q

from accounts import ledger, models
from accounts.held import Rows, Table, Who, files_of, in_words, leave_out, of_model, register
from accounts.ledger import LedgerAccount
from accounts.money import text as pounds
from accounts.queries import looks, welfare
from accounts.wording import STEPS

TOLD_OF_A_WORRY = Q(action__startswith="concern.") | Q(action__startswith="report.")
WAY_IN = ("user.named", "invitation.made", "invitation.taken_back")
YOU, MONEY, CARDS = "You", "Your money", "Your cards"


def lines(who: Who) -> Rows:
    """Every line of each pot, oldest first. Who else had a part in it is left out."""
    for pot in models.Pot.objects.filter(person=who.person).select_related("available", "held").order_by("pk"):
        for account in (pot.available, pot.held):
            yield from lines_of(pot.label, account) if account and who.person else ()


def lines_of(label: str, account: LedgerAccount) -> Iterator[list[str]]:
    kind = account.get_kind_display()
    for entry in ledger.oldest_first(account):
        what = STEPS.get(entry.kind, entry.kind.replace("_", " ").capitalize())
        yield [label, kind, in_words(entry.at), what, pounds(entry.pence), pounds(entry.balance_pence)]


def did(who: Who) -> Rows:
    """What she did, and when. To what is left out: it may be somebody else's. That she told of a worry is left out, as
    worries are: whoever hurts somebody may read this beside her. So is whom we sent a way in when she asked them to
    act for her: it would say who has a sign-in here."""
    left_out = TOLD_OF_A_WORRY | Q(action__in=WAY_IN)
    for line in models.AuditLine.objects.filter(by=str(who.user.pk)).exclude(left_out).order_by("pk"):
        yield [in_words(line.at), line.action]


def looked(who: Who) -> Rows:
    for look in looks.named(looks.at(who.person)) if who.person else ():
        yield [in_words(look.at), look.name, look.where, look.why]


def all_well(who: Who) -> Rows:
    """That she was asked and how it ended, as on her own page (`queries.welfare`): not what was noticed in her money,
    nor what she wrote, nor that safeguarding has it. Whoever hurts somebody may read this beside her."""
    for told in welfare.told(who.person) if who.person else ():
        helps = " ".join(part for part in (told.help_words, in_words(told.help_by)) if part)
        yield [in_words(told.asked_at), told.answer, told.stands, in_words(told.ended_at), helps]


PERSON = (
    "name case_reference contact_format phone address postcode born_on needs_asked_on no_sign_in practitioner__name "
    "capacity_lost_on capacity_reference created_at"
)
LINES = ("Pot", "Account", "When", "What", "Amount", "Balance")
register("sign_in", of_model(YOU, "Your sign-in", models.User, "user:pk", "name email last_login created_at display"))
register("addresses", of_model(YOU, "Email addresses", EmailAddress, "user:user", "email verified primary"))
register("person", of_model(YOU, "What we know of you", models.Person, "pk", PERSON))
register(
    "needs",
    of_model(YOU, "Communication needs", models.CommunicationNeed, "person", "kind note recorded_at ended_at"),
)
register(
    "needs_shared",
    of_model(YOU, "That who supports you sees your needs", models.NeedsShared, "person", "recorded_at ended_at"),
)
register("cared_for", of_model(YOU, "That somebody cares for you", models.Caring, "cared_for", "recorded_at ended_at"))
register("cares", of_model(YOU, "That you care for somebody", models.Caring, "carer", "recorded_at ended_at"))
MANDATE = (
    "basis scopes pay_per_purchase_pence pay_per_month_pence starts_on ends_on recorded_at offered_until "
    "accepted_at accepted_note decline_words paused_at ended_at"
)
register("delegates", of_model(YOU, "That somebody acts for you", models.Mandate, "person", f"{MANDATE} evidence"))
register("acts", of_model(YOU, "That you act for somebody", models.Mandate, "user:delegate", f"name {MANDATE}"))
register(
    "last_looks", of_model(YOU, "When you last looked at money", models.LastLook, "user:user", "seen_at before_at")
)
register("roles", of_model(YOU, "Your roles here", models.RoleGrant, "user:user", "role granted_at ended_at"))
register("e_mails", of_model(YOU, "Emails we sent you", models.Notice, "user:to", "subject queued_at sent_at"))
register(
    "letters", of_model(YOU, "Letters and calls", models.Letter, "person", "subject body format queued_at done_at")
)
ASKED_WELL = ("When", "Your answer", "How it stands", "Ended", "Who helps, by when")
register("all_well", Table(YOU, "If all is well with you", ASKED_WELL, all_well, (models.WelfareCheck,)))
register("did", Table(YOU, "What you did here", ("When", "What"), did, (models.AuditLine,)))
register("looked", Table(YOU, "Who looked", ("When", "Who", "Where", "Why"), looked, (models.AuditLine,)))

BUDGET = (
    "amount_pence period is_gross is_for_caring reassessment starts_on ends_on agreed_by__name agreed_on client_group"
)
register("budgets", of_model(MONEY, "Budgets", models.PersonalBudget, "person", BUDGET))
register(
    "choices",
    of_model(MONEY, "How you chose to hold it", models.ChoiceRecord, "person", "shown shown_format chosen chosen_at"),
)
POT = "label outcome__name weekly_pence is_contingency held_as closed_at"
register("pots", of_model(MONEY, "Pots", models.Pot, "person", POT))
register("lines", Table(MONEY, "Each payment in and out", LINES, lines, (models.Pot,)))
LOAD = "first_on last_on gross_pence contribution_pence paid_pence loaded_at"
register("loads", of_model(MONEY, "What the council paid in", models.Load, "budget__person", LOAD))
PAUSE = "first_on last_on reason recorded_at resumed_at"
register("pauses", of_model(MONEY, "Days without council payments", models.BudgetPause, "budget__person", PAUSE))
AHEAD = "first_on last_on why pence decision explanation decided_at"
register("ahead", of_model(MONEY, "Paid too early", models.PaidAhead, "budget__person", AHEAD))
CONTRIBUTION = "weekly_pence starts_on ends_on assessment_reference"
register("contributions", of_model(MONEY, "Your contribution", models.Contribution, "budget__person", CONTRIBUTION))
CAME = "received_on pence bank_words"
register("receipts_in", of_model(MONEY, "What you paid us", models.ContributionReceipt, "budget__person", CAME))
SAID = "kind words late_pence months at"
register("arrears", of_model(MONEY, "What was said about late payments", models.ArrearsEntry, "budget__person", SAID))
LET_GO = "pence met_pence why proposed_at decision words decided_at"
register("waivers", of_model(MONEY, "What was let go", models.ContributionWaiver, "budget__person", LET_GO))
OWN = "purpose reference pence state asked_at paid_at"
register("own_payments", of_model(MONEY, "Paid with your own card", models.OwnPayment, "person", OWN))
BACK = "pence state made_at ended_at"
register("own_refunds", of_model(MONEY, "Back to your own card", models.OwnRefund, "payment__person", BACK))
PAYEE = "reference name sort_code account_number"
register("payee", of_model(MONEY, "Where we pay you", models.Payee, "person", PAYEE))

register("accounts", of_model(CARDS, "Card accounts", models.CardAccount, "person", "kind opened_at closed_at"))
CARD = "kind last4 phone expires_on state issued_at ended limit_per_purchase_pence limit_per_week_pence"
register("cards", of_model(CARDS, "Cards that you hold", models.Card, "user:holder", CARD))
BOUGHT = "merchant_name merchant_category pence captured_pence refunded_pence state decline_reason asked_at"
register("bought", of_model(CARDS, "In shops", models.CardAuthorisation, "card__account__person", BOUGHT))
ENTRY = "kind pence merchant_name at"
register("entries", of_model(CARDS, "What shops took and gave back", models.CardEntry, "card__account__person", ENTRY))
RULE = "kind shop category statute reason author_role starts_on expires_on ended_at"
register("rules", of_model(CARDS, "What your plan does not pay for", models.SpendingRule, "person", RULE))
REVIEW = "words asked_at answer answer_words answered_at"
register("reviews", of_model(CARDS, "Purchases that we looked at again", models.PurchaseReview, "person", REVIEW))
ALLOWED = "shop pence given_at expires_on used_at ended_at"
register("allowed", of_model(CARDS, "Allowed once", models.AllowedOnce, "person", ALLOWED))
ASKED = "reference what pence shop asked_at answer answered_at why outcome_name up_to_pence until"
register("asked", of_model(CARDS, "What you asked before buying", models.PurchaseQuestion, "person", ASKED))
RECLAIM = "pence ground why state proposed_at decision_words decided_at given_back_at given_back_words"
register("reclaims", of_model(CARDS, "Money that we asked back", models.Reclaim, "person", RECLAIM))
UNSPENT = (
    "pence why state proposed_at say_by words said_at decided_pence decision_words decided_at appeal_words appealed_at "
    "answered_pence answer_words answered_at left_words left_at taken_at"
)
register("surplus", of_model(MONEY, "Money that was not spent", models.SurplusProposal, "person", UNSPENT))
WANTED = "reason asked_at until ended_at"
register("wanted", of_model(CARDS, "Receipts that we asked for", models.ReceiptRequest, "pot__person", WANTED))
TO_RECEIPT = "authorisation__card__account__person"
receipts = of_model(CARDS, "Receipts that you sent", models.Receipt, TO_RECEIPT, "sent_at pages removed_at")
photos = files_of(models.Receipt, TO_RECEIPT, "file", "your-cards/receipts")
register("receipts", replace(receipts, files=photos))

leave_out(
    "secrets",
    "It keeps the sign-in safe, and helps whoever finds it.",
    Authenticator,
    EmailConfirmation,
    models.Invitation,
)
leave_out(
    "signs",
    "Whoever uses somebody’s money may sit beside them when they open the file. We tell them in person.",
    models.WelfareSignal,
)
leave_out("download", "It is the file itself.", models.DataDownload)
leave_out(
    "books",
    "It holds numbers only, and what it says of her is among her payments in and out.",
    models.AllowanceUse,
    models.CardDraw,
    models.Declined,
    models.LoadShare,
    models.Payment,
    ledger.Posting,
    models.Purchase,
    models.PurchaseCover,
    ledger.Transaction,
)
leave_out(
    "work",
    "It is about the council's work: a person is in it as the one who did it, which is in what she did.",
    models.CostCode,
    models.Difference,
    models.EmploymentRates,
    models.JournalExport,
    models.JournalLine,
    models.LookMark,
    models.LookReview,
    models.PaymentFile,
    models.PurchasePolicy,
    models.RetentionPeriod,
    models.ShortfallDecision,
)
leave_out(
    "sellers",
    "It is about a business that is paid, and is on its own desk.",
    models.BankDetailsChange,
    models.PaymentFileLine,
    models.PaymentReturn,
    models.PayoutAccount,
)

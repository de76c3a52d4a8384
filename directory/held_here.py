"""What the directory holds about somebody who offers support, and what of it is not in what she downloads."""

from accounts.held import leave_out, of_model, register
from directory import models

WORK = "The support that you offer"
PROFILE = (
    "name employment about private_phone weekday_pence weekend_pence minimum_minutes travel_included_miles told_us_on "
    "status confirmed_on confirmed_as hidden_at created_at changed_at"
)
register("profile", of_model(WORK, "Your profile", models.PersonalAssistantProfile, "user:user", PROFILE))
register("areas", of_model(WORK, "Where you work", models.AreaServed, "user:profile__user", "name miles"))
SAID = "weekday part starts ends area places taken confirmed_at"
register("free_times", of_model(WORK, "When you are free", models.Capacity, "user:profile__user", SAID))
TO_APPROVAL = "user:personal_assistant__user"
APPROVAL = "state applied_on approved_on until decided_at"
register("approvals", of_model(WORK, "Your approval", models.Approval, TO_APPROVAL, APPROVAL))
CHECK = "kind level outcome checked_as checked_on expires_on evidence not_covered"
register("checks", of_model(WORK, "Checks", models.ApprovalCheck, "user:approval__personal_assistant__user", CHECK))
register(
    "care_answers",
    of_model(
        WORK,
        "Whether your work is personal care",
        models.CareAnswers,
        "user:personal_assistant__user",
        "sort reason source answered_at counts_from",
    ),
)
TO_PAPER = "user:paper__approval__personal_assistant__user"
TO_CASE = "user:approval__personal_assistant__user"
register("application", of_model(WORK, "Your application", models.Application, TO_CASE, "answers started_at sent_at"))
register("appeals", of_model(WORK, "Your appeals", models.Appeal, TO_CASE, "words made_at outcome answer answered_at"))
register("papers", of_model(WORK, "Papers you sent", models.CasePaper, TO_CASE, "kind pages sent_at removed_at"))
register("paper_looks", of_model(WORK, "Who opened them", models.PaperLook, TO_PAPER, "by__name at"))
register("dbs_number", of_model(WORK, "Your certificate number", models.DbsNumber, TO_CASE, "number consented_on"))
register(
    "memberships",
    of_model(
        WORK, "Where you work for", models.OrganisationMember, "user:user", "organisation__name role added_at ended_at"
    ),
)
register(
    "confirmation_asks",
    of_model(WORK, "When we asked if a page is right", models.ConfirmationAsk, "user:to", "kind asked_at used_at"),
)
CHANGE = "of__name made_at sent_at state reasons decided_at"
register(
    "member_invitations",
    of_model(
        WORK,
        "Where you were asked to work with others",
        models.MemberInvitation,
        "user:used_by",
        "organisation__name role made_at used_at",
    ),
)
register(
    "new_organisations",
    of_model(
        WORK,
        "Organisations you asked us to add",
        models.NewOrganisation,
        "user:user",
        "name description website address_1 city postcode words way state asked_at reasons decided_at",
    ),
)
register(
    "changes",
    of_model(
        WORK,
        "What you asked to change in the directory",
        models.ChangeProposal,
        "user:proposed_by",
        CHANGE,
        also=(models.ProposedChange,),
    ),
)
register(
    "claims",
    of_model(
        WORK,
        "Organisations you said you work for",
        models.OrganisationClaim,
        "user:user",
        "organisation__name way words state asked_at reasons decided_at",
    ),
)

TOLD = "What you said about organisations"
FEEDBACK = (
    "organisation__name service__name knows named first_name good better shown_good shown_better state sent_at reasons "
    "shows_on shown_at ended_at"
)
register("feedback", of_model(TOLD, "What you wrote", models.OrganisationFeedback, "user:written_by", FEEDBACK))
register(
    "feedback_replies",
    of_model(
        WORK,
        "Replies you wrote for an organisation",
        models.FeedbackReply,
        "user:written_by",
        "words state sent_at reasons",
    ),
)
register(
    "feedback_reports",
    of_model(
        WORK, "What you asked us to look at again", models.FeedbackReport, "user:written_by", "words sent_at answer"
    ),
)

leave_out(
    "organisations",
    "It is about an organisation and its staff, who are on its own desk.",
    models.StaffMember,
    models.StaffCheck,
)
leave_out(
    "services",
    "It is what everybody reads in the directory.",
    models.ClosedDay,
    models.Contact,
    models.CostOption,
    models.Eligibility,
    models.Phone,
    models.Schedule,
    models.Service,
    models.ServiceArea,
    models.ServiceAtLocation,
    models.ServiceDocument,
    models.ServicePhoto,
)
leave_out(
    "events",
    "It is what became of a record, and who did it is in what she did.",
    models.ApprovalEvent,
    models.ProposalEvent,
    models.PublicationEvent,
    models.RegistrationEvent,
    models.Succession,
)
leave_out(
    "schemes",
    "It is what the council asks of everybody, and which approvers may decide.",
    models.ApprovalScheme,
    models.LevelForSupport,
    models.RequiredCheck,
)
leave_out(
    "imports",
    "It is how records came in and were put together, and who did it is in what she did.",
    models.Feed,
    models.Import,
    models.ImportDifference,
    models.KeptApart,
    models.Merge,
)
leave_out(
    "case",
    "It is what approvers, referees and others wrote in confidence for the case. Ask us for it.",
    models.ApprovalDecision,
    models.CaseComplaint,
    models.CaseNote,
    models.PrivateFeedback,
    models.Referee,
)
leave_out(
    "capacity",
    "It is the count of places that her bookings took, which are under her orders, and when she was last reminded.",
    models.TakenPlace,
    models.CapacityReminder,
)

"""The approval scheme of Aldermere: what it asks of whom, and how far a criminal record check has to go."""

from directory.approval_rules import CheckKind, DbsLevel
from directory.models import ApprovalScheme, LevelForSupport, RequiredCheck, TaxonomyTerm

# What the scheme asks of a personal assistant: months it holds, what was seen, what it does not cover.
CHECKS: tuple[tuple[CheckKind, int, str, str], ...] = (
    (CheckKind.IDENTITY, 36, "Passport seen in person", ""),
    (
        CheckKind.RIGHT_TO_WORK,
        36,
        "Passport or share code seen",
        "",
    ),
    (CheckKind.DBS, 36, "", "What has happened since the criminal record check"),
    (CheckKind.REFERENCES, 36, "Both spoken to by telephone", ""),
    (CheckKind.INSURANCE, 12, "Public liability, £5 million. Certificate seen", "Insurance for driving you"),
    (CheckKind.TRAINING, 18, "Moving and handling; first aid; medicines. Certificates seen", ""),
    (CheckKind.INTERVIEW, 36, "Met for an hour at Council House", ""),
    (CheckKind.CODE_OF_CONDUCT, 36, "Signed", ""),
)
# And of organisations and their services beside these.
OF_ORGANISATIONS: tuple[tuple[CheckKind, int, str, str], ...] = (
    (CheckKind.PREMISES, 36, "Office visited. Records are locked away", ""),
    (CheckKind.TRADING_HISTORY, 12, "Our records of complaints looked at. Nothing stands against them", ""),
)
WANTED = {
    CheckKind.IDENTITY: "Your passport or driving licence",
    CheckKind.RIGHT_TO_WORK: "Your passport, or a share code from GOV.UK",
    CheckKind.DBS: "The certificate, shown to us. We look at it and keep nothing of what it says",
    CheckKind.REFERENCES: "Two people who know your work. We write to them",
    CheckKind.INSURANCE: "Your public liability certificate",
    CheckKind.TRAINING: "Certificates of the courses that you took",
    CheckKind.INTERVIEW: "We meet for an hour",
    CheckKind.CODE_OF_CONDUCT: "You agree to the code at the end",
    CheckKind.PREMISES: "We visit the place you work from",
    CheckKind.TRADING_HISTORY: "Nothing. We look at our own records of complaints",
}
CODE = [
    "I come when I said, and tell the person at once when I cannot.",
    "I do what we agreed, in the way that the person wants it done.",
    "I keep to myself what I see and hear in somebody’s home.",
    "I take no gifts of worth and borrow no money.",
    "I tell the council when I am worried about somebody’s safety.",
]


def scheme(washing: TaxonomyTerm) -> ApprovalScheme:
    """One modelled on approval schemes run with Trading Standards. The name is Aldermere's own."""
    made = ApprovalScheme.objects.create(
        name="Aldermere Approved",
        slug="aldermere-approved",
        logo_text="Aldermere Approved",
        run_by="Trading Standards",
        what_it_is="We check who somebody is, their criminal record, references, insurance and training, and we meet "
        "them. We look again before each check runs out.",
        what_it_is_not="Approval is not a recommendation. We do not watch the work, and we cannot say whether "
        "somebody is right for you.",
        code_of_conduct="\n".join(CODE),
        brand="Support with Confidence",  # modelled on it, and not named: Aldermere holds no licence
    )
    for position, (kind, months, _, _) in enumerate((*CHECKS, *OF_ORGANISATIONS)):
        RequiredCheck.objects.create(
            scheme=made,
            kind=kind,
            months_valid=months,
            position=position,
            evidence_wanted=WANTED[kind],
            dbs_level=DbsLevel.BASIC if kind == CheckKind.DBS else "",
            for_assistants=position < len(CHECKS),
        )
    LevelForSupport.objects.create(scheme=made, support=washing, level=DbsLevel.ENHANCED)
    return made

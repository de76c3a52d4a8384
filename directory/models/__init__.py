from directory.models.approvals import Approval, ApprovalCheck, ApprovalScheme, LevelForSupport, RequiredCheck
from directory.models.capacity import Capacity, CapacityReminder, TakenPlace
from directory.models.care import CareAnswers
from directory.models.cases import (
    Appeal,
    Application,
    ApprovalDecision,
    CaseComplaint,
    CaseNote,
    CasePaper,
    DbsNumber,
    PaperLook,
    PrivateFeedback,
    Referee,
)
from directory.models.claims import OrganisationClaim, Proof
from directory.models.contacts import Contact, Phone
from directory.models.events import ApprovalEvent, PublicationEvent
from directory.models.feedback import FeedbackReply, FeedbackReport, FeedbackSettings, OrganisationFeedback
from directory.models.freshness import ConfirmationAsk, FreshnessSettings
from directory.models.imports import Feed, Import, ImportDifference, KeptApart, Merge, RegistrationEvent
from directory.models.locations import Accessibility, Location, ServiceAtLocation
from directory.models.members import MemberInvitation
from directory.models.new_organisations import NewOrganisation
from directory.models.organisations import MemberRole, Organisation, OrganisationMember
from directory.models.page_files import ServiceDocument, ServicePhoto
from directory.models.personal_assistants import AreaServed, Employment, PersonalAssistantProfile
from directory.models.proposals import ChangeProposal, ClosedDay, ProposalEvent, ProposedChange
from directory.models.records import Status
from directory.models.schedules import Schedule
from directory.models.services import CostOption, Eligibility, Service, ServiceArea
from directory.models.staff import STAFF_CHECKS, StaffCheck, StaffMember
from directory.models.successions import Succession
from directory.models.taxonomies import Language, Taxonomy, TaxonomyTerm

__all__ = [
    "STAFF_CHECKS",
    "Accessibility",
    "Appeal",
    "Application",
    "Approval",
    "ApprovalCheck",
    "ApprovalDecision",
    "ApprovalEvent",
    "ApprovalScheme",
    "AreaServed",
    "Capacity",
    "CapacityReminder",
    "CareAnswers",
    "CaseComplaint",
    "CaseNote",
    "CasePaper",
    "ChangeProposal",
    "ClosedDay",
    "ConfirmationAsk",
    "Contact",
    "CostOption",
    "DbsNumber",
    "Eligibility",
    "Employment",
    "Feed",
    "FeedbackReply",
    "FeedbackReport",
    "FeedbackSettings",
    "FreshnessSettings",
    "Import",
    "ImportDifference",
    "KeptApart",
    "Language",
    "LevelForSupport",
    "Location",
    "MemberInvitation",
    "MemberRole",
    "Merge",
    "NewOrganisation",
    "Organisation",
    "OrganisationClaim",
    "OrganisationFeedback",
    "OrganisationMember",
    "PaperLook",
    "PersonalAssistantProfile",
    "Phone",
    "PrivateFeedback",
    "Proof",
    "ProposalEvent",
    "ProposedChange",
    "PublicationEvent",
    "Referee",
    "RegistrationEvent",
    "RequiredCheck",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceDocument",
    "ServicePhoto",
    "StaffCheck",
    "StaffMember",
    "Status",
    "Succession",
    "TakenPlace",
    "Taxonomy",
    "TaxonomyTerm",
]

from directory.models.approvals import Approval, ApprovalCheck, ApprovalScheme, RequiredCheck
from directory.models.claims import OrganisationClaim
from directory.models.contacts import Contact, Phone
from directory.models.events import ApprovalEvent, PublicationEvent
from directory.models.freshness import ConfirmationAsk, FreshnessSettings
from directory.models.imports import Feed, Import, ImportDifference, KeptApart, Merge, RegistrationEvent
from directory.models.locations import Accessibility, Location, ServiceAtLocation
from directory.models.organisations import MemberRole, Organisation, OrganisationMember
from directory.models.personal_assistants import AreaServed, Employment, FreeTime, PersonalAssistantProfile
from directory.models.proposals import ChangeProposal, ClosedDay, ProposalEvent, ProposedChange
from directory.models.records import Status
from directory.models.schedules import Schedule
from directory.models.services import CostOption, Eligibility, Service, ServiceArea
from directory.models.staff import STAFF_CHECKS, StaffCheck, StaffMember
from directory.models.taxonomies import Language, Taxonomy, TaxonomyTerm

__all__ = [
    "STAFF_CHECKS",
    "Accessibility",
    "Approval",
    "ApprovalCheck",
    "ApprovalEvent",
    "ApprovalScheme",
    "AreaServed",
    "ChangeProposal",
    "ClosedDay",
    "ConfirmationAsk",
    "Contact",
    "CostOption",
    "Eligibility",
    "Employment",
    "Feed",
    "FreeTime",
    "FreshnessSettings",
    "Import",
    "ImportDifference",
    "KeptApart",
    "Language",
    "Location",
    "MemberRole",
    "Merge",
    "Organisation",
    "OrganisationClaim",
    "OrganisationMember",
    "PersonalAssistantProfile",
    "Phone",
    "ProposalEvent",
    "ProposedChange",
    "PublicationEvent",
    "RegistrationEvent",
    "RequiredCheck",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "StaffCheck",
    "StaffMember",
    "Status",
    "Taxonomy",
    "TaxonomyTerm",
]

from directory.models.approvals import Approval, ApprovalCheck, ApprovalScheme, RequiredCheck
from directory.models.care import CareAnswers
from directory.models.contacts import Contact, Phone
from directory.models.events import ApprovalEvent, PublicationEvent
from directory.models.locations import Accessibility, Location, ServiceAtLocation
from directory.models.organisations import MemberRole, Organisation, OrganisationMember
from directory.models.personal_assistants import AreaServed, Employment, FreeTime, PersonalAssistantProfile
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
    "CareAnswers",
    "Contact",
    "CostOption",
    "Eligibility",
    "Employment",
    "FreeTime",
    "Language",
    "Location",
    "MemberRole",
    "Organisation",
    "OrganisationMember",
    "PersonalAssistantProfile",
    "Phone",
    "PublicationEvent",
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

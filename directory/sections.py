"""A provider's page in sections: one thing at a time, each with its form and the fields it writes."""

from dataclasses import dataclass

from directory.forms import page_assistants as assistants
from directory.forms import page_files as files
from directory.forms import page_lists as lists
from directory.forms import page_places as places
from directory.forms import pages as forms


@dataclass(frozen=True)
class Section:
    title: str
    form: type[forms.PageForm]
    fields: tuple[str, ...]
    hint: str = ""
    at: str = ""  # the address that changes it, where it is a page of its own


AT_ONCE = "This goes live when you send it. We look at it after."
SECTIONS: dict[str, dict[str, Section]] = {
    "service": {
        "about": Section("About", forms.ServiceAboutForm, ("name", "summary", "description", "how_to_apply")),
        "phones": Section("Telephone", lists.PhonesForm, ("phones",), AT_ONCE),
        "web": Section("E-mail and web page", forms.WebForm, ("email", "url"), AT_ONCE),
        "places": Section("Where you give it", places.PlacesForm, ("places",), at="provider-page-places"),
        "where": Section("Where you go", lists.WhereForm, ("areas", "anywhere")),
        "hours": Section("Opening hours", forms.HoursForm, ("hours",), AT_ONCE),
        "closed": Section("Days when you are closed", lists.ClosedForm, ("closed",), AT_ONCE),
        "prices": Section("Prices", lists.PricesForm, ("prices",)),
        "who": Section("Who it is for", forms.WhoForm, ("ages", "for", "needs")),
        "rules": Section("Rules about who may use it", lists.RulesForm, ("rules",)),
        "languages": Section("Languages", forms.LanguagesForm, ("languages",)),
        "photos": Section("Photos", files.PhotosForm, ("photos",), at="provider-page-photos"),
        "documents": Section("Documents", files.DocumentsForm, ("documents",), at="provider-page-documents"),
    },
    "assistant": {
        "about": Section("About your work", assistants.AssistantAboutForm, ("about",)),
        "helps": Section("What you help with", assistants.AssistantHelpsForm, ("needs", "for")),
        "where": Section("Where you work", assistants.AssistantAreasForm, ("areas",)),
        "prices": Section("Prices", assistants.RatesForm, ("rates",), AT_ONCE),
        "languages": Section("Languages", forms.LanguagesForm, ("languages",)),
    },
    "place": {
        "name": Section("Name", places.PlaceNameForm, ("name",)),
        "address": Section("Address", forms.AddressForm, ("address",)),
        "access": Section("Getting in and around", forms.AccessForm, ("access",)),
    },
    "organisation": {
        "about": Section(
            "About", forms.OrganisationAboutForm, ("name", "description", "company_number", "charity_number")
        ),
        "phones": Section("Telephone", lists.PhonesForm, ("phones",), AT_ONCE),
        "web": Section("E-mail and website", forms.WebForm, ("email", "url"), AT_ONCE),
    },
}

"""The shapes of the JSON API's answers about one service or one personal assistant.

Of a personal assistant there is no address and no point: only the names of areas, and how far around them.
"""

from datetime import date

from ninja import Field, Schema


class HoursOut(Schema):
    weekday: int = Field(description="1 is Monday, 7 is Sunday", examples=[1])
    opens: str = Field(examples=["09:00"])
    closes: str = Field(description="Earlier than opens: after midnight", examples=["12:30"])


class PhoneOut(Schema):
    number: str = Field(examples=["01632 960 100"])
    note: str = Field("", examples=["Weekdays only"])


class TermOut(Schema):
    value: str = Field(description="What to send in the filter", examples=["meals"])
    name: str = Field(description="What people see", examples=["Meals"])


class CostOut(Schema):
    what: str = Field(examples=["A hot lunch"])
    pence: int | None = Field(description="0 is free; null when we do not know", examples=[450])
    unit: str = Field(examples=["a visit"])
    note: str = Field("", examples=["Tea included"])
    shortest_visit_minutes: int | None = Field(None, examples=[30])
    travel: str = Field("", description="What travel costs", examples=["45p a mile"])
    until: date | None = Field(None, description="The last day on which this price holds, where it is known")


class ClosedOut(Schema):
    """Days on which it is closed although it usually opens."""

    first: date
    last: date
    why: str = Field("", examples=["Christmas"])


class AreaOut(Schema):
    """Somewhere that people are visited at home."""

    name: str = Field(examples=["Alderford"])
    miles: int | None = Field(description="How far around", examples=[5])


class PlaceOut(Schema):
    """A place where a service is given."""

    name: str = Field("", examples=["Alderford Community Hall"])
    address: list[str] = Field(examples=[["1 High Street", "Alderford", "AM3 2QT"]])
    postcode: str = Field("", examples=["AM3 2QT"])
    latitude: float | None = Field(None, examples=[53.4])
    longitude: float | None = Field(None, examples=[-2.3])
    note: str = Field("", examples=["Use the side door"])
    phones: list[PhoneOut] = []
    access: list[str] = Field([], description="Getting in and around", examples=[["Step-free entrance"]])
    opening: list[HoursOut] = []


class CheckOut(Schema):
    """One check of an approval."""

    name: str = Field(examples=["Insurance"])
    standing: str = Field(description="held, ended, failed or missing", examples=["held"])
    words: str = Field("", examples=["Policy seen."])
    by: str = Field("", examples=["Trading Standards"])
    on: date | None = None
    until: date | None = None


class ApprovalOut(Schema):
    """What was checked, by whom, and when it lapses. An approval is not a recommendation."""

    scheme: str = Field(examples=["Support with Confidence"])
    holds: bool = Field(description="Whether it holds today", examples=[True])
    approved_on: date | None = None
    until: date | None = Field(None, description="Its last day")
    checks: list[CheckOut]
    not_checked: list[str] = Field(description="What was not checked", examples=[["References from abroad"]])
    what_it_is_not: str = Field("", examples=["Approval is not a recommendation."])


class OrganisationOut(Schema):
    name: str = Field(examples=["Age Well"])
    url: str = Field(description="The page for people")
    website: str = ""
    email: str = ""
    phones: list[PhoneOut] = []


class RegistrationOut(Schema):
    """With the Care Quality Commission."""

    registered: bool = Field(examples=[True])
    location_id: str = Field("", examples=["1-123456789"])
    checked_on: date | None = Field(None, description="Their latest check")


class ServiceOut(Schema):
    """What exists: who gives it, for whom, when, where, for how much, and how old this knowledge is."""

    name: str = Field(examples=["Alderford lunch club"])
    slug: str = Field(examples=["alderford-lunch-club"])
    url: str = Field(description="The page for people")
    summary: str = ""
    description: str = ""
    notice: str = Field("", description="Something to know before anything else", examples=["Closed in August"])
    organisation: OrganisationOut
    email: str = ""
    website: str = ""
    phones: list[PhoneOut]
    topics: list[TermOut]
    needs: list[TermOut] = Field(description="What it helps with")
    who_for: list[TermOut] = Field(description="Who it is for")
    rules: list[str] = Field(description="Who may use it, in words", examples=[["People who live in Aldermere"]])
    minimum_age: int | None = None
    maximum_age: int | None = None
    languages: list[str]
    anywhere: bool = Field(description="By telephone or online, wherever you live")
    places: list[PlaceOut]
    areas: list[AreaOut] = Field(description="Where it comes to people's homes")
    opening: list[HoursOut] = Field(description="Times that hold every week")
    closed: list[ClosedOut] = Field(description="From today on")
    costs: list[CostOut]
    about_costs: str = ""
    how_to_start: str = ""
    care_quality_commission: RegistrationOut
    approval: ApprovalOut | None = Field(None, description="null where we have checked nothing")
    confirmed_on: date | None = None
    confirmed_by: str = ""


class FreeOut(Schema):
    weekday: int = Field(description="1 is Monday, 7 is Sunday", examples=[2])
    part: str = Field(description="morning, afternoon, evening or night", examples=["morning"])


class AssistantOut(Schema):
    """A personal assistant as the public sees them. Never where they live."""

    name: str = Field(examples=["Ben Okafor"])
    slug: str = Field(examples=["ben-okafor"])
    url: str = Field(description="The page for people")
    about: str = ""
    employment: str = Field(description="self_employed, or employee of the person", examples=["self_employed"])
    weekday_pence: int | None = Field(description="An hour on weekdays", examples=[1650])
    weekend_pence: int | None = Field(description="An hour at weekends", examples=[1800])
    shortest_visit_minutes: int = Field(examples=[60])
    travel_included_miles: int | None = None
    needs: list[TermOut] = Field(description="What they help with")
    who_for: list[TermOut] = Field(description="Who they work with")
    areas: list[AreaOut] = Field(description="Where they work")
    languages: list[str]
    free: list[FreeOut] = Field(description="Parts of the week with room for somebody")
    told_us_on: date | None = Field(None, description="When they told us so")
    approval: ApprovalOut | None = None
    confirmed_on: date | None = Field(None, description="When somebody last said that the page is right")
    confirmed_by: str = Field("", description="Who said so")

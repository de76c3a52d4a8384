"""Who may open which address: how a room writes it down. tests/test_access.py tries every row with everybody.

Each room keeps `tests/<room>/access.py` with one row for each of its URL names (an address without a row fails):

    from tests.access import ANYONE, SIGNED_IN, Row

    ACCESS = [
        Row("search", ANYONE),                                        # GET, 200 for everybody
        Row("accounts-name", SIGNED_IN, "GET POST"),                  # nobody is led to the sign-in page
        Row("staff-payments", "finance"),                             # every other role gets 403
        Row("money-statement", "resident delegate", at=statement),    # a page about somebody's own object
        Row("marketplace-order-cancel", "resident", "POST", at=order) # a GET gets 405
    ]

    def order(cast):
        "Makes what the address is about, belonging to those named in the row; answers the URL's arguments."
        return {"reference": factories.order(person=cast.person).reference}

The rules that follow from a row:
- those named may: GET answers 200 (`get=302` where the page only sends on); POST with nothing filled in answers
  200, 302, 400, 409 or 422, so never an error page;
- anybody else gets 403, or 404 where there is an object; nobody (not signed in) goes to the sign-in page;
- with `at`, a stranger of the same kind (another resident, provider or assistant) gets 404;
- every method that is not named gets 405 from somebody who may;
- `answers={"citizen": 302}` says where one of the cast is answered otherwise ("others": all who may not), with the
  reason in a comment; `get=`, `post=` say what those who may are answered, where it is not as above;
- `data={...}` is what is sent with a POST, `query="?a=b"` goes behind the address.

Names of the cast: nobody, citizen (signed in, nothing of her own), resident, stranger (another resident), delegate
(acts for the resident, all scopes, picked), assistant and rival_assistant (personal assistants), provider and rival
(managers of organisations), and one of each council role: editor practitioner approver finance commissioner
safeguarding administrator.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.test import Client

from accounts.models import Mandate, Person, User
from accounts.roles import Role, Scope
from directory.models import Organisation, PersonalAssistantProfile
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories.marketplace import assistant as approved

ANYONE = "anyone"
SIGNED_IN = "signed-in"
STAFF = tuple(str(role.value) for role in Role)
OUTSIDE = ("citizen", "resident", "stranger", "delegate", "assistant", "rival_assistant", "provider", "rival")
EVERYBODY = OUTSIDE + STAFF
STRANGER_OF = {
    "resident": "stranger",
    "delegate": "stranger",
    "assistant": "rival_assistant",
    "provider": "rival",
}


class Cast:
    """Everybody who may knock, and each one's session: made once, while each test's own objects are undone after it."""

    def __init__(self) -> None:
        self.keys = {name: sessions.session(self.user(name), acting=self.acting(name)) for name in EVERYBODY}

    def acting(self, name: str) -> Mandate | None:
        return self.mandate if name == "delegate" else None

    @cached_property
    def person(self) -> Person:
        return people.person("Rosa Alvarez")

    @cached_property
    def resident(self) -> User:
        assert self.person.user
        return self.person.user

    @cached_property
    def stranger(self) -> User:
        found = people.person("Joan Whitfield").user
        assert found
        return found

    @cached_property
    def citizen(self) -> User:
        return people.user("Kim Lee")

    @cached_property
    def mandate(self) -> Mandate:
        return people.mandate(self.person, people.user("Amira Whitfield"), *Scope)

    @cached_property
    def delegate(self) -> User:
        return self.mandate.delegate

    @cached_property
    def profile(self) -> PersonalAssistantProfile:
        return approved("Ben Okafor")

    @cached_property
    def assistant(self) -> User:
        return self.profile.user

    @cached_property
    def rival_assistant(self) -> User:
        return approved("Ada Quill").user

    @cached_property
    def organisation(self) -> Organisation:
        return directory.organisation("Hollybank Home Care")

    @cached_property
    def provider(self) -> User:
        return directory.member(self.organisation, people.user("Grace Hollis")).user

    @cached_property
    def rival(self) -> User:
        return directory.member(directory.organisation("Other Care"), people.user("Olu Peters")).user

    def user(self, name: str) -> User:
        """One of the outside people, or somebody with that one council role; with a password, as allauth expects."""
        if name in STAFF and name not in self.__dict__:
            self.__dict__[name] = people.staff(Role(name), name=f"{name.title()} Member")
        found: User = getattr(self, name)
        if not found.has_usable_password():
            found.set_password(people.PASSWORD)
            found.save()
        return found

    def client(self, name: str) -> Client:
        """A browser in which they are signed in, second step taken, the delegate acting for the resident."""
        client = Client()
        return sessions.carry(client, self.keys[name]) if name != "nobody" else client


@dataclass(frozen=True, eq=False)  # itself is its key
class Row:
    name: str
    who: str
    methods: str = "GET"
    at: Callable[[Cast], dict[str, Any] | list[Any]] | None = None
    get: int = 200
    post: int = 0  # 0: any of those above
    data: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    answers: dict[str, int] = field(default_factory=dict)
    theirs: bool = False  # a library's view: which methods it refuses is tested there

    @property
    def allowed(self) -> tuple[str, ...]:
        if self.who == ANYONE:
            return ("nobody", "citizen")
        return EVERYBODY if self.who == SIGNED_IN else tuple(self.who.split())

    @property
    def refused(self) -> tuple[str, ...]:
        return () if self.who in (ANYONE, SIGNED_IN) else tuple(each for each in EVERYBODY if each not in self.allowed)

    @property
    def stranger(self) -> str:
        """Somebody of the owner's kind whose object it is not, where the address is about an object."""
        return next((STRANGER_OF[each] for each in self.allowed if self.at and each in STRANGER_OF), "")

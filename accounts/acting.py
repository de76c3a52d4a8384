"""For whom somebody is acting in this session: for herself, or for a person whose mandate she picked.

When a picked mandate has ended or rests, `person` is None until she picks again: nothing slides to her own
account unseen.

A higher room may say for whom somebody acts on some pages: `elsewhere.register("telephone", fn)`, where
`fn(request) -> Acting | None`. `first` is then the address of what has to be done before, where there is something.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Mandate, Person, User
from accounts.permissions import ended_mandates_of, mandates_of, offers_to, paused_mandates_of
from accounts.roles import Scope
from design.registry import Registry

SESSION_KEY = "acting_mandate"


@dataclass
class Acting:
    """Who acts, for whom, and by which mandate (None when for herself)."""

    user: User | None = None
    person: Person | None = None
    mandate: Mandate | None = None
    scopes: frozenset[Scope] = field(default_factory=frozenset)
    first: str = ""

    def may(self, scope: Scope) -> bool:
        return scope in self.scopes

    @property
    def whom(self) -> Person:
        """The person, on pages that let nobody in without one."""
        if self.person is None:
            raise PermissionDenied
        return self.person

    @property
    def own_only(self) -> User | None:
        """Whose doings she may read: nothing where all of them, for she sees lines; else her own."""
        return None if self.may(Scope.SEE_LINES) else self.user

    @property
    def for_another(self) -> bool:
        """By a mandate, or for somebody on the telephone."""
        return self.person is not None and self.user is not None and self.person.user_id != self.user.pk

    @cached_property
    def ended(self) -> list[Mandate]:
        """Mandates that held once and hold no longer, one for each person, the last first."""
        return ended_mandates_of(self.user) if self.user else []

    @cached_property
    def paused(self) -> list[Mandate]:
        """Mandates that rest until somebody lets them go on."""
        return paused_mandates_of(self.user) if self.user else []

    @cached_property
    def offers(self) -> list[Mandate]:
        """Those that wait for her answer: by them she acts for nobody yet."""
        return offers_to(self.user) if self.user else []

    @property
    def knows_somebody(self) -> bool:
        """She acts for somebody, or did, or is asked to: there is something to say to her about whom."""
        return bool(self.others or self.paused or self.ended or self.offers)

    @cached_property
    def others(self) -> list[Mandate]:
        """Mandates that hold today."""
        return mandates_of(self.user) if self.user else []


elsewhere: Registry[Callable[[HttpRequest], Acting | None]] = Registry("acting on some pages")


def read(request: HttpRequest) -> Acting:
    if not request.user.is_authenticated:
        return Acting()
    for fn in elsewhere.values():
        if found := fn(request):
            return found
    picked = request.session.get(SESSION_KEY)
    if picked is None:
        return for_oneself(request.user)
    mandate = Mandate.objects.select_related("person").filter(pk=picked, delegate=request.user).first()
    if mandate is None or not mandate.holds_on(timezone.localdate()):
        return Acting(user=request.user)
    return Acting(request.user, mandate.person, mandate, frozenset(Scope(scope) for scope in mandate.scopes))


def for_oneself(user: User) -> Acting:
    person = Person.objects.filter(user=user).first()
    return Acting(user=user, person=person, scopes=frozenset(Scope) if person else frozenset())


def start(request: HttpRequest, mandate: Mandate) -> None:
    request.session[SESSION_KEY] = mandate.pk


def stop(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)

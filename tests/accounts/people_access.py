"""Who may open the desks of people, letters and access, and the pages of somebody who was invited."""

from datetime import timedelta

from django.utils import timezone

from accounts import letters
from accounts.actions import invitations, people, roles
from accounts.queries import looks
from accounts.queries.looks import Why
from accounts.roles import Role, Scope
from tests.access import ANYONE, Row
from tests.factories import accounts as make
from tests.factories import money, setting_up


def person(cast):
    return {"pk": setting_up.newcomer().pk}


def with_budget(cast):
    found = setting_up.newcomer()
    setting_up.agreed(found, 5_000)
    return {"pk": found.pk}


def with_card_account(cast):
    return {"pk": money.card_account(5_000, person=make.person("Edith Marlow")).person_id}


def caring(cast):
    found = setting_up.newcomer()
    made = people.record_carer(carer=setting_up.newcomer("Nia"), cared_for=found, by=make.staff(Role.PRACTITIONER))
    return {"pk": found.pk, "caring": made.pk}


def mandate(cast):
    found = setting_up.newcomer()
    made = make.mandate(found, setting_up.named(), Scope.ORDER)
    return {"pk": found.pk, "mandate": made.pk}


def invitation(cast):
    made = setting_up.invited(setting_up.newcomer())
    return {"pk": made.person_id, "invitation": made.pk}


def letter(cast):
    found = setting_up.newcomer()
    invitations.by_post(person=found, by=make.staff(Role.PRACTITIONER))
    return {"pk": letters.waiting().get(person=found).pk}


def look(cast):
    until = timezone.now() + timedelta(hours=1)
    why = Why("A payment went wrong", "", until)
    looks.record(person=cast.person, by=make.staff(Role.FINANCE), where="Finance. Your payments", why=why)
    return looks.at(cast.person).first()


def looked(cast):
    on = timezone.localdate(look(cast).at)
    return {"year": on.year, "month": on.month}


def sign_in(cast):
    return {"pk": make.user("Olive Tree").pk}


def new_staff(cast):
    user = setting_up.named()
    roles.grant(user=user, role=Role.EDITOR, by=None)
    return {"pk": user.pk}


def grant(cast):
    user = make.staff(Role.EDITOR)
    return {"pk": user.pk, "grant": user.role_grants.get().pk}


ASKS = "GET POST"
PEOPLE = [
    Row("staff-people", "practitioner", ASKS),
    Row("staff-people-add", "practitioner", ASKS),
    Row("staff-people-needs", "practitioner"),
    Row("staff-people-files", "practitioner"),
    Row("staff-people-sheet", "practitioner"),
    Row("staff-budgets-sheet", "practitioner"),
    Row("staff-spending-sheet", "practitioner"),
    Row("staff-person", "practitioner", at=person),
    Row("staff-person-take-on", "practitioner", "POST", at=person),
    Row("staff-person-card", "practitioner", "POST", at=with_card_account),
    Row("staff-person-details", "practitioner", ASKS, at=person),
    Row("staff-person-needs", "practitioner", ASKS, at=person),
    Row("staff-person-carer", "practitioner", ASKS, at=person),
    Row("staff-person-carer-end", "practitioner", "POST", at=caring),
    Row("staff-person-budget", "practitioner", ASKS, at=person),
    Row("staff-person-choice", "practitioner", ASKS, at=with_budget),
    Row("staff-person-ways", "practitioner", at=with_budget),
    Row("staff-person-ways-send", "practitioner", "POST", at=with_budget),
    Row("staff-person-delegate", "practitioner", ASKS, at=person),
    Row("staff-delegate-invite", "practitioner", "POST", at=mandate),
    Row("staff-delegate-end", "practitioner", ASKS, at=mandate),
    Row("staff-delegate-pause", "practitioner", ASKS, at=mandate),
    Row("staff-delegate-resume", "practitioner", ASKS, at=mandate),
    Row("staff-person-capacity", "practitioner", ASKS, at=person),
    Row("staff-person-invite", "practitioner", ASKS, at=person),
    Row("staff-invitation-take-back", "practitioner", "POST", at=invitation),
    Row("staff-letters", "practitioner"),
    Row("staff-letter", "practitioner", at=letter),
    Row("staff-letter-print", "practitioner", "POST", at=letter),
    Row("staff-letter-done", "practitioner", "POST", at=letter),
    Row("staff-access", "administrator", ASKS),
    Row("staff-access-add", "administrator", ASKS),
    Row("staff-access-health", "administrator"),
    Row("staff-employment-rates", "administrator"),
    Row("staff-how-long", "administrator"),
    Row("staff-looks", "administrator"),
    Row("staff-looks-month", "administrator", at=looked),
    Row("staff-looks-sheet", "administrator", at=looked),
    Row("staff-looks-finish", "administrator", "POST", at=looked),
    Row("staff-looks-mark", "administrator", ASKS, at=lambda cast: {"pk": look(cast).pk}),
    Row("staff-how-long-change", "administrator", ASKS, at=lambda cast: {"key": "e_mails"}),
    Row("staff-employment-rates-add", "administrator", ASKS),
    Row("staff-access-user", "administrator", at=sign_in),
    Row("staff-access-invite", "administrator", "POST", at=new_staff),
    Row("staff-access-grant", "administrator", ASKS, at=sign_in),
    Row("staff-access-end", "administrator", ASKS, at=grant),
    Row("accounts-invited", ANYONE, ASKS),
    Row("accounts-invited-link", ANYONE, at=lambda _: {"token": "spent"}, get=404),  # that invitation is over
    Row("accounts-invited-proof", ANYONE, ASKS, get=404, post=404),  # nobody holds an invitation yet
    Row("accounts-invited-address", ANYONE, ASKS, get=404, post=404),
    Row("accounts-invited-password", ANYONE, ASKS, get=404, post=404),
]

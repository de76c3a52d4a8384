"""Joan asks Ben to meet first, without script; Ben answers; her daughter, who may not read messages, sees nothing."""

from django.utils import timezone
from playwright.sync_api import expect

from accounts.actions import mandates
from accounts.models import Mandate, Person, User
from accounts.roles import Basis, Scope
from tests.browser.telling import follow, headed, press, problems, says
from tests.factories.accounts import accepted


def test_joan_meets_ben_first(visit):
    page = visit("joan", "/personal-assistants/ben-okafor/", script=False)
    follow(page, "Ask to meet first")
    headed(page, "Write to Ben")
    expect(page.get_by_label("Meet first, before I decide")).to_be_checked()
    press(page, "Send message")
    problems(page, "Write your message", focused=False)
    page.get_by_label("Your message").fill("Could you come for tea?\nI do not feel safe with strangers.")
    press(page, "Send message")
    says(page, "Your message is not sent yet", "press 55")
    press(page, "Send message")
    headed(page, "Messages with Ben Okafor")
    says(page, "Would like to meet first", "Could you come for tea?")
    talk = page.url
    ben_answers(visit)
    page.goto(talk)
    says(page, "I could come on Friday.", "Read ")
    amira_sees_nothing(visit, talk)


def ben_answers(visit) -> None:
    page = visit("ben", "/provider/", width=375)
    follow(page, "Messages")
    follow(page, "Joan, in AM3")
    headed(page, "Messages with Joan, in AM3")
    expect(page.get_by_role("main")).not_to_contain_text("Whitfield")
    page.get_by_label("Your message").fill("I could come on Friday.")
    press(page, "Send message")
    says(page, "Your message is sent.", "Take it back")


def amira_sees_nothing(visit, talk: str) -> None:
    """Joan changes what Amira may do: everything but messages."""
    joan = Person.objects.get(user__email="joan@aldermere.example")
    amira = User.objects.get(email="amira@aldermere.example")
    for mandate in Mandate.objects.filter(person=joan, delegate=amira, ended_at=None):
        mandates.end(mandate=mandate, by=joan.user)
    made = mandates.record(
        person=joan,
        delegate=amira,
        basis=Basis.NOMINATED,
        scopes=[Scope.SEE_BALANCE, Scope.SEE_LINES, Scope.ORDER],
        evidence="Joan asked by telephone.",
        by=joan.user,
        starts_on=timezone.localdate(),
    )
    accepted(made)
    page = visit("amira", "/money/acting/")
    press(page, "Act for Joan Whitfield")
    expect(page.get_by_role("main")).not_to_contain_text("message")
    for address in ("/messages/", talk):
        assert page.goto(address).status == 403
    page.goto("/personal-assistants/ben-okafor/")
    expect(page.get_by_role("main")).not_to_contain_text("Ask a question")

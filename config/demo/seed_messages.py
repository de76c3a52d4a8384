"""What the people of Aldermere write to each other: questions, a first meeting, and two that were reported."""

from datetime import datetime

from accounts.models import User
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago
from directory.models import PersonalAssistantProfile
from marketplace.actions import messages, reports
from marketplace.actions.messages import PERSON, PROVIDER, Words
from marketplace.models import Conversation, Message, MessageParty, MessageReport

MEET, QUESTION = Message.Kind.MEET, Message.Kind.QUESTION


def conversations(scene: Scene) -> None:
    with_ben(scene)
    with_hollybank(scene)
    reported(scene)


def with_ben(scene: Scene) -> None:
    """Rosa met Ben before she booked, and has a new question today."""
    rosa, ben = scene.user("rosa"), scene.user("ben")
    talk = ask(scene, "rosa", "ben-okafor", rosa, "Hello Ben. Could we meet for a cup of tea first?", 52, MEET)
    answer(talk, PROVIDER, ben, "Of course. Would Thursday at 3pm suit you?", ago(scene.now, 51, hour=10))
    answer(talk, PERSON, rosa, "Thursday is fine.\nSee you then.", ago(scene.now, 51, hour=17))
    seen(talk, scene, rosa, ben, ago(scene.now, 50))
    answer(talk, PERSON, rosa, "Could you bring the post up on your way in?", ago(scene.now, 1, hour=16))


def with_hollybank(scene: Scene) -> None:
    """Amira asks for her mother, and the manager has answered."""
    amira, grace, at = scene.user("amira"), scene.user("hollybank"), ago(scene.now, 6, hour=9)
    home = scene.sale["hollybank-companions"].sold_by
    question = "Is it always the same visitor? Mum likes to know who is at the door."
    words = Words(question, "demo-amira-hollybank", QUESTION)
    sent = messages.to_seller(
        person=scene.persons["joan"],
        seller=home,
        words=words,
        by=amira,
        listing=scene.sale["hollybank-companions"],
        at=at,
        send=False,
    )
    talk = sent.conversation
    messages.read(conversation=talk, party=PROVIDER, by=grace, at=ago(scene.now, 5))
    said = "We send one of two people, and Joan meets both first. We call if that changes."
    answer(talk, PROVIDER, grace, said, ago(scene.now, 5, hour=15))


def reported(scene: Scene) -> None:
    """Two conversations that Tom reported: one was decided, one waits."""
    tom, ruth = scene.user("tom"), scene.user("safeguarding")
    for slug, text, said, days in (
        ("farah-siddiqui", "Could you help on a Sunday?", "Yes. It is cheaper if you pay me in cash, not here.", 20),
        ("dylan-price", "Do you drive?", "I do. Send me your bank details and I will set it up for you.", 2),
    ):
        talk = ask(scene, "tom", slug, tom, text, days, QUESTION)
        answer(talk, PROVIDER, keeper(slug), said, ago(scene.now, days - 1, hour=9))
        reason = MessageReport.Reason.MONEY if days == 2 else MessageReport.Reason.AROUND
        at = ago(scene.now, days - 1, hour=11)
        report = reports.report(conversation=talk, party=PERSON, reason=reason, words="Is this right?", by=tom, at=at)
        if days > 2:
            reports.decide(
                report=report,
                decision=MessageReport.Decision.SPOKEN,
                explanation="You were right to tell us. We spoke to Farah. Always pay through your order.",
                by=ruth,
                at=ago(scene.now, days - 3),
                send=False,
            )


def keeper(slug: str) -> User:
    user = PersonalAssistantProfile.objects.get(slug=slug).user
    assert user, slug  # noqa: S101 - everybody who is on sale has a sign-in
    return user


def ask(scene: Scene, who: str, slug: str, by: User, text: str, days: int, kind: str) -> Conversation:
    seller = PersonalAssistantProfile.objects.get(slug=slug)
    words = Words(text, f"demo-{who}-{slug}", kind)
    at = ago(scene.now, days, hour=12)
    person = scene.persons[who]
    return messages.to_seller(person=person, seller=seller, words=words, by=by, at=at, send=False).conversation


def answer(talk: Conversation, party: MessageParty, by: User, text: str, at: datetime) -> None:
    words = Words(text, f"demo-{at:%Y%m%d%H%M}")
    messages.reply(conversation=talk, party=party, words=words, by=by, at=at, send=False)


def seen(talk: Conversation, scene: Scene, person: User, seller: User, at: datetime) -> None:
    messages.read(conversation=talk, party=PERSON, by=person, at=at)
    messages.read(conversation=talk, party=PROVIDER, by=seller, at=at)

"""What people say about organisations, in every state: Hollybank's page is full, and others show the rest."""

from datetime import timedelta

from accounts.actions import people
from accounts.models import User
from config.demo.people import SECOND_EDITOR
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago
from directory.actions import feedback, feedback_moderation, feedback_replies
from directory.actions.feedback import Said
from directory.models import FeedbackSettings, Organisation, OrganisationFeedback, Service


def all_of_it(scene: Scene) -> None:
    FeedbackSettings.objects.create(is_on=True)
    shown(scene)
    replies(scene)
    looked_at_again(scene)
    before_it_is_shown(scene)
    over(scene)


def write(
    scene: Scene,
    who: User,
    days: int,
    *,
    good: str = "",
    better: str = "",
    knows: str = "uses",
    named: str = "first_name",
    about: str = "",
    of: str = "Hollybank Home Care",
) -> OrganisationFeedback:
    """`about` is the end of a service's address."""
    service = Service.objects.get(slug=f"hollybank-{about}") if about else None
    said = Said(good=good, better=better, knows=knows, named=named, service=service)
    return feedback.send(organisation=Organisation.objects.get(name=of), said=said, by=who, at=ago(scene.now, days))


def approve(
    scene: Scene, made: OrganisationFeedback, days: int, *, take_out: str = "", mark: str = ""
) -> OrganisationFeedback:
    good, better = (words.replace(take_out, mark) if take_out else words for words in (made.good, made.better))
    editor = scene.user("editor")
    feedback_moderation.approve(feedback=made, good=good, better=better, by=editor, at=ago(scene.now, days))
    return made


def time_is_over(scene: Scene, made: OrganisationFeedback, days: int) -> OrganisationFeedback:
    feedback_moderation.show_due(ago(scene.now, days))
    made.refresh_from_db()
    return made


def newcomer(scene: Scene, name: str) -> User:
    address = f"{name.split()[0].lower()}@post.example"
    return people.create_sign_in(email=address, name=name, by=None, at=scene.now - timedelta(days=200))


def shown(scene: Scene) -> None:
    """Amira's with a reply, Imran's without."""
    words = "The same two workers come to my mother, and they write down how the visit was. I read it when I am there."
    late = "Twice in October nobody told us that the visit would be late."
    made = write(scene, scene.user("amira"), 48, good=words, better=late, knows="cares", named="carer")
    approve(scene, made, 47)
    answer = "Thank you. You are right about October. Since then the office calls when somebody is 15 minutes late."
    reply(scene, made, 45, answer)
    feedback_moderation.approve_reply(feedback=made, by=scene.user("editor"), at=ago(scene.now, 44))
    imran = newcomer(scene, "Imran Shah")
    good = "Whoever sat with my father at night was awake each time I looked in. We slept."
    better = "A weekend costs more than the leaflet said. Ask for the price of the nights that you need."
    given = {"good": good, "better": better, "knows": "used", "about": "night-sitting"}
    time_is_over(scene, approve(scene, write(scene, imran, 130, **given), 128), 120)


def reply(scene: Scene, made: OrganisationFeedback, days: int, words: str) -> None:
    feedback_replies.reply(feedback=made, words=words, by=scene.user("hollybank"), at=ago(scene.now, days))


def replies(scene: Scene) -> None:
    """One that waits for a moderator, and one that she sent back."""
    carol = newcomer(scene, "Carol Finch")
    good = "My neighbour’s companion took her to the market each Friday. She talked about it all week."
    given = {"good": good, "better": "It took a month to start.", "knows": "cares", "named": "nobody"}
    made = time_is_over(scene, approve(scene, write(scene, carol, 30, about="companions", **given), 29), 22)
    reply(scene, made, 2, "Thank you. We have two more companions since November, and can start within a week now.")
    stan = newcomer(scene, "Stanley Moss")
    better = "The office changed my times three times in September, and I had to ring to find out."
    made = time_is_over(scene, approve(scene, write(scene, stan, 66, better=better, about="care-at-home"), 64), 57)
    reply(scene, made, 40, "We know who this is, and he had agreed to every change. We have it in writing.")
    reasons = "Do not say that you know who wrote, or what somebody agreed to. Say how you tell people about changes."
    feedback_moderation.send_back_reply(feedback=made, reasons=reasons, by=scene.user("editor"), at=ago(scene.now, 38))


def looked_at_again(scene: Scene) -> None:
    """Grace asked twice: one was answered, one waits."""
    grace, editor = scene.user("hollybank"), User.objects.get(email=SECOND_EDITOR.email)
    peggy = newcomer(scene, "Peggy Lister")
    better = "I stopped because the invoices were wrong two months running. In the end they were put right."
    given = {"better": better, "knows": "used", "named": "nobody"}
    made = time_is_over(scene, approve(scene, write(scene, peggy, 160, **given), 158), 150)
    why = "We corrected both invoices. It should not be there any more."
    feedback_replies.look_again(feedback=made, words=why, by=grace, at=ago(scene.now, 140))
    answer = "It says that they were put right, and tells of what happened. It stays. You can reply to it."
    feedback_moderation.keep(feedback=made, reasons=answer, by=editor, at=ago(scene.now, 139))
    good = "They found me a companion who plays chess."
    given = {"good": good, "better": "Nobody told me that he would be away in August.", "about": "companions"}
    made = time_is_over(scene, approve(scene, write(scene, scene.user("tom"), 20, **given), 19), 12)
    why = "The companion is not named, but there is only one who plays chess. He is upset about it."
    feedback_replies.look_again(feedback=made, words=why, by=grace, at=ago(scene.now, 1))


def before_it_is_shown(scene: Scene) -> None:
    """Rosa's waits for a moderator, who has something to take out; Joan's, where something was taken out, for Grace."""
    good = "Kelly from the office rang me back the same day, every time."
    better = "When my MS was bad they could not send anybody at short notice."
    write(scene, scene.user("rosa"), 1, good=good, better=better, knows="used", about="care-at-home")
    good = "Denise always knocks before she comes in, and asks what I want to wear."
    better = "I would like to know on Fridays who comes next week."
    made = write(scene, scene.user("joan"), 3, good=good, better=better, about="care-at-home")
    approve(scene, made, 2, take_out="Denise", mark="[removed]")


def over(scene: Scene) -> None:
    """Of other organisations: sent back, refused, taken down by us and by whoever wrote it."""
    editor = scene.user("editor")
    better = "Do not go there. Everybody says that they are thieves."
    made = write(scene, scene.user("tom"), 90, of="Sunrise Home Care", better=better, knows="used")
    reasons = (
        "It says that somebody broke the law, and not what happened to you. If money or things were taken, call us."
    )
    feedback_moderation.refuse(feedback=made, reasons=reasons, by=editor, at=ago(scene.now, 88))
    good = "I will tell you how it is when my plan has been looked at. Ask me again."
    made = write(scene, scene.user("rosa"), 6, of="Sunrise Home Care", good=good)
    reasons = "This does not say yet how it was with Sunrise Home Care. Write it when you know, or take it down."
    feedback_moderation.send_back(feedback=made, reasons=reasons, by=editor, at=ago(scene.now, 5))
    good = "They mended my hoist the same week, and showed my daughter how it works."
    made = write(scene, scene.user("joan"), 60, of="Fern Lane Care", good=good)
    made = time_is_over(scene, approve(scene, made, 59), 51)
    reasons = "Fern Lane Care does not mend hoists, so this seems to be about another organisation. Write it there."
    feedback_moderation.take_down(feedback=made, reasons=reasons, by=editor, at=ago(scene.now, 50))
    good = "Good so far."
    made = write(scene, scene.user("amira"), 25, of="Fern Lane Care", good=good, knows="cares", named="carer")
    feedback.take_down(feedback=made, by=scene.user("amira"), at=ago(scene.now, 24))

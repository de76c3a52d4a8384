"""What people asked before buying, and what was answered; receipts that one plan asks for; money asked back."""

from datetime import datetime, timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.actions import covers, policies, questions, reclaims
from accounts.actions import purchase_receipts as receipts
from accounts.actions.questions import Reply, Wish
from accounts.actions.reclaims import Claim
from accounts.models import CardAuthorisation, Person, Pot, PurchasePolicy, PurchaseQuestion
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago


def all_of_it(scene: Scene) -> None:
    policies.publish(text=PurchasePolicy.current().text, by=scene.user("practitioner"), at=ago(scene.now, 45))
    answered_no(scene)
    answered_yes_and_used(scene)
    answered_at_once(scene)
    waiting(scene)
    receipts_of_outings(scene)
    asked_back(scene)


def ask(
    scene: Scene, who: str, label: str, what: str, pence: int, at: datetime, *, shop: str = "", by: str = ""
) -> PurchaseQuestion:
    pot = scene.purses[who].pots[label]
    wish = Wish(f"demo-{who}-{pence}", what, pence, Pot.objects.select_related("person").get(pk=pot.pk), shop)
    return questions.ask(wish=wish, person=scene.persons[who], by=scene.user(by or who), at=at)


def answered_no(scene: Scene) -> None:
    question = ask(
        scene, "rosa", "Keeping clean and well", "My part of the gas bill", 8_200, ago(scene.now, 26, hour=11)
    )
    why = (
        "Heating bills are not support, so this budget cannot pay them. You may get the Warm Home Discount: "
        "our advice pages say how, and I can help you apply."
    )
    at = ago(scene.now, 25, hour=15)
    questions.answer(question=question, reply=Reply("no", why), by=scene.user("practitioner"), at=at)


def answered_yes_and_used(scene: Scene) -> None:
    """Ten swims: the first two are bought."""
    at = ago(scene.now, 14, hour=10)
    question = ask(scene, "rosa", "Getting out", "Ten swims, with the lift into the pool", 6_400, at, shop="Otter Swim")
    until = timezone.localdate(scene.now) + timedelta(days=60)
    reply = Reply("yes", "Swimming is in your plan. Enjoy it.", 6_400, until)
    questions.answer(question=question, reply=reply, by=scene.user("practitioner"), at=ago(scene.now, 13, hour=9))
    swims = in_shops(scene.persons["rosa"], "Otter Swim").filter(asked_at__gt=question.asked_at)
    for number, swim in enumerate(swims[:2]):
        said = swim.asked_at + timedelta(hours=3 + number)
        covers.cover(question=question, key=f"card:{swim.pk}", by=scene.user("rosa"), at=said)


def in_shops(person: Person, shop: str):
    """What somebody bought in a shop, the oldest first."""
    bought = CardAuthorisation.objects.filter(card__account__person=person, merchant_name=shop, state="captured")
    return bought.select_related("card__account__person").prefetch_related("draws__pot").order_by("asked_at")


def answered_at_once(scene: Scene) -> None:
    ask(scene, "rosa", "Getting out", "A waterproof bag for the pool", 1_800, ago(scene.now, 3, hour=16), shop="Casa")


def waiting(scene: Scene) -> None:
    """Amira asks for her mother."""
    at = scene.now - timedelta(hours=2)
    ask(scene, "joan", "Mornings at home", "A chair that helps her stand up", 42_000, at, by="amira")


def receipts_of_outings(scene: Scene) -> None:
    """Rosa asked for it herself, for some weeks: one receipt is there, and one is missing."""
    rosa, pot = scene.persons["rosa"], scene.purses["rosa"].pots["Getting out"]
    reason = "You asked us to look with you for some weeks at what outings cost, before your plan changes."
    until = timezone.localdate(scene.now) + timedelta(days=21)
    receipts.ask(pot=pot, reason=reason, until=until, by=scene.user("practitioner"), at=ago(scene.now, 7))
    bought = in_shops(rosa, "Coldwell Farm Shop").last()
    if bought:
        at = bought.asked_at + timedelta(hours=5)
        receipts.send(authorisation=bought, sent=drawn(bought), by=scene.user("rosa"), at=at)


def drawn(bought: CardAuthorisation) -> bytes:
    """A till's receipt, as a photo."""
    paper = Image.new("RGB", (360, 220), "white")
    lines = (bought.merchant_name, f"{timezone.localtime(bought.asked_at):%d/%m/%Y %H:%M}", "1 x lunch for two")
    text = "\n\n".join((*lines, f"CARD  {bought.pence / 100:.2f}", "Thank you"))
    ImageDraw.Draw(paper).multiline_text((30, 24), text, fill="black")
    written = BytesIO()
    paper.save(written, "PNG")
    return written.getvalue()


def asked_back(scene: Scene) -> None:
    """One that stayed with the person, one that was taken back, one to decide."""
    samuel = scene.user("practitioner")
    rosas = propose(scene, scene.persons["rosa"], "Green Apron café", "A café is on the list that we look at.", 34)
    words = "Rosa meets her friends there. It is in her plan, and it was wrong to ask."
    reclaims.refuse(reclaim=rosas, words=words, by=samuel, at=ago(scene.now, 33))
    of = {name: Person.objects.get(name=name) for name in ("Megan Rhys", "Colin Marsh")}
    why = "The purchase was for somebody else, and they have not paid it back."
    megans = propose(scene, of["Megan Rhys"], "", why, 8)
    reclaims.take_back(reclaim=megans, words="Megan and I spoke, and she agrees.", by=samuel, at=ago(scene.now, 6))
    propose(scene, of["Colin Marsh"], "", "The shop gave the money back in cash.", 1, "seller_refund")


def propose(scene: Scene, person: Person, shop: str, why: str, days: int, ground: str = "misuse"):
    """Finance asks for the money of the last purchase before that day, from the pot it came from first."""
    bought = CardAuthorisation.objects.filter(card__account__person=person, state="captured", refunded_pence=0)
    bought = bought.filter(merchant_name=shop) if shop else bought
    last = bought.filter(asked_at__lt=ago(scene.now, days)).order_by("-asked_at").prefetch_related("draws__pot").first()
    if last is None:
        raise ValueError(f"{person.pk} has bought nothing.")
    first = last.draws.all()[0]
    if first.pot is None:
        raise ValueError(f"{shop} took what there was not.")
    claim = Claim(first.pot, min(first.pence, last.captured_pence), ground, why)
    key, at = f"card:{last.pk}", ago(scene.now, days, hour=11)
    return reclaims.propose(person=person, key=key, claim=claim, by=scene.user("finance"), at=at)

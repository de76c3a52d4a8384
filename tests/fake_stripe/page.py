"""The pages that Stripe would show: where a person pays, and where a provider tells who it is; and a shop's till, which
Stripe has not. Plain, no script."""

from collections.abc import Mapping
from html import escape

from tests.fake_stripe.errors import Refused
from tests.fake_stripe.fake import Fake
from tests.fake_stripe.store import Made

SHELL = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head>
<body><main><h1>{title}</h1><p>{words}</p><form method="post">{buttons}</form>
<p>This is a test page. No money moves.</p></main></body></html>"""
PAY = {"pay": "Pay", "later": "Pay by bank, which takes some days", "fail": "Pay with a card that is refused"}
ONBOARD = {"onboard": "Finish", "submit": "Finish, and wait for the checks"}
CANCEL = {"cancel": "Cancel"}
HELD = {"capture": "Take it", "tip": "Take £5 more", "reverse": "Give up"}


def shown(fake: Fake, kind: str, reference: str) -> str:
    if kind == "onboard":
        fake.store.get("account", reference)
        return page("Your details", "Stripe would ask who you are and where your bank account is.", ONBOARD | CANCEL)
    session = fake.store.get("checkout.session", reference)
    pounds = f"{session['_line']}: £{session['amount_total'] // 100}.{session['amount_total'] % 100:02d}"
    if session["status"] != "open":
        return page("This page is over", pounds, {})
    return page("Pay by card", pounds, PAY | CANCEL)


def pressed(fake: Fake, kind: str, reference: str, button: str) -> str:
    """What the button does, and where it leads."""
    if kind == "onboard":
        if button in ONBOARD:
            fake.say("connect", button, {"reference": reference})
        return fake.connect.returns[reference]
    session = fake.store.get("checkout.session", reference)
    if button == "cancel":
        return str(session["cancel_url"])
    if button not in PAY:
        raise Refused("There is no such button.")
    if button == "fail":
        fake.checkout.fail(reference)
        return f"/pay/{reference}"
    fake.checkout.pay(reference, later=button == "later")
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", reference)


def till(fake: Fake) -> str:
    """A shop, to try a card in: it asks, and then takes, gives up or gives back."""
    cards = [each for each in fake.store.all("issuing.card") if each["status"] == "active"]
    chosen = "".join(
        f'<option value="{card["id"]}">{escape(card["cardholder"]["name"])}, ending {card["last4"]}</option>'
        for card in cards
    )
    form = f"""<p><label>Card <select name="card">{chosen}</select></label></p>
<p><label>Shop <input name="merchant" value="Aldermere Swim"></label></p>
<p><label>Pence <input name="pence" value="640" inputmode="numeric"></label></p>"""
    made = page("A shop’s till", "Somebody pays with a card.", {"ask": "Ask for the money"}, inside=form)
    purchases = "".join(purchase(each) for each in reversed(fake.store.all("issuing.authorization")))
    return made.replace("</main>", f"{purchases}</main>")


def purchase(asked: Made) -> str:
    """What a shop has asked for, and what it may do next."""
    told = asked["request_history"][-1]["reason"] if asked["request_history"] else ""
    shop, pounds = escape(asked["merchant_data"]["name"]), f"£{asked['amount'] // 100}.{asked['amount'] % 100:02d}"
    words = f"{shop}, {pounds}: {'yes' if asked['approved'] else 'no'} ({told}), {asked['status']}"
    buttons = HELD if asked["approved"] and asked["status"] == "pending" else {}
    if any(each["type"] == "capture" for each in asked["transactions"]):
        buttons = {"refund": "Give it back"}
    made = "".join(f'<button name="button" value="{name}">{text}</button> ' for name, text in buttons.items())
    hidden = f'<input type="hidden" name="asked" value="{asked["id"]}">'
    return f'<form method="post"><p>{words} {hidden}{made}</p></form>'


def rung(fake: Fake, words: Mapping[str, str]) -> str:
    """What a button of the till does; the till again."""
    shops, button, asked = fake.purchases, words.get("button", ""), words.get("asked", "")
    if button == "ask":
        if not words.get("pence", "").isdecimal() or not int(words["pence"]):
            raise Refused("A shop asks for whole pence above nothing.")
        shops.authorise(words.get("card", ""), int(words["pence"]), merchant=words.get("merchant") or "A shop")
    elif button in ("capture", "reverse"):
        getattr(shops, button)(asked)
    elif button == "tip":
        shops.capture(asked, fake.store.get("issuing.authorization", asked)["amount"] + 500)
    elif button == "refund":
        taken = fake.store.get("issuing.authorization", asked)["transactions"]
        shops.refund(next(each["id"] for each in taken if each["type"] == "capture"))
    return "/till"


def page(title: str, words: str, buttons: dict[str, str], inside: str = "") -> str:
    made = " ".join(f'<button name="button" value="{value}">{text}</button>' for value, text in buttons.items())
    return SHELL.format(title=escape(title), words=escape(words), buttons=inside + made)

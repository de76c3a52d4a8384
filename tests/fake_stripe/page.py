"""The pages that Stripe would show: where a person pays, and where a provider tells who it is. Plain, no script."""

from html import escape

from tests.fake_stripe.errors import Refused
from tests.fake_stripe.fake import Fake

SHELL = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head>
<body><main><h1>{title}</h1><p>{words}</p><form method="post">{buttons}</form>
<p>This is a test page. No money moves.</p></main></body></html>"""
PAY = {"pay": "Pay", "later": "Pay by bank, which takes some days", "fail": "Pay with a card that is refused"}
ONBOARD = {"onboard": "Finish", "submit": "Finish, and wait for the checks"}
CANCEL = {"cancel": "Cancel"}


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


def page(title: str, words: str, buttons: dict[str, str]) -> str:
    made = " ".join(f'<button name="button" value="{value}">{text}</button>' for value, text in buttons.items())
    return SHELL.format(title=escape(title), words=escape(words), buttons=made)

"""Mistakes in the configuration, explained in words before the first visitor meets them.

Run by `manage.py check` and by `config.wsgi` when the web server starts.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured

from accounts.checks import LIVE_KEY, LOCAL_HOSTS
from config.environment import FAULTS

TAG = "waymark"
ISSUERS = ("sandbox", "stripe")
WEBHOOK_SECRETS = tuple(f"STRIPE_WEBHOOK_SECRET_{endpoint}" for endpoint in ("ACCOUNT", "CONNECT", "ISSUING"))
ENGINES = ("config.sqlite_in_turn", "django.db.backends.postgresql")
HOW_TO_MAKE_ONE = (
    "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'. "
    "Then keep it: sessions and the links in e-mails are signed with it."
)
KINDS = {  # setting: (id, what it may be)
    "DATABASE_URL": (
        "E003",
        "sqlite:////folder/file.sqlite3 or postgresql://user:password@host/name",
    ),
    "CACHE_URL": ("E012", "filecache:///folder, or another address django-environ knows"),
    "EMAIL_URL": ("E011", "smtp+tls://user:password@host:587, consolemail:// or filemail:///folder"),
    "LOAD_CALENDAR": ("E015", "the first day of any four-week period of your payments, like 2026-04-06"),
    "TRUSTED_PROXIES": ("E013", "a number: how many proxies of yours stand before this server (0 for none)"),
}


@register(TAG)
def check_all(**_: object) -> list[CheckMessage]:
    money = [*cards(), *stripe(), *own_cards(), *payouts()]
    return [*unreadable(), *secret(), *address(), *database(), *demo(), *money, *styles()]


def refuse_to_start() -> None:
    """For the web server: it starts with a sound configuration or not at all."""
    if serious := [message for message in run_checks(tags=[TAG]) if message.is_serious()]:
        raise ImproperlyConfigured("\n".join(str(message) for message in serious))


def unreadable() -> Iterator[CheckMessage]:
    for name, why in FAULTS.items():
        number, kinds = KINDS[name]
        yield Error(f"{name} could not be understood ({why}).", hint=f"It may be: {kinds}.", id=f"{TAG}.{number}")


def secret() -> Iterator[CheckMessage]:
    try:
        length = len(settings.SECRET_KEY)
    except ImproperlyConfigured:
        length = 0
    if length < (1 if settings.DEBUG else 32):
        found = "is missing" if not length else f"has {length} characters and needs at least 32"
        yield Error(f"SECRET_KEY {found}.", hint=HOW_TO_MAKE_ONE, id=f"{TAG}.E001")


def address() -> Iterator[CheckMessage]:
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        hint = "Give the address people type, without a path: https://care.example.gov.uk"
        yield Error(
            f"SITE_URL is {settings.SITE_URL!r}, which is not the address of a site.", hint=hint, id=f"{TAG}.E005"
        )
        return
    if not host_allowed(parts.hostname):
        hint = f"Add {parts.hostname} to ALLOWED_HOSTS (names, comma-separated)."
        yield Error(
            "ALLOWED_HOSTS leaves out the host of SITE_URL: every page would answer 400.", hint=hint, id=f"{TAG}.E006"
        )
    if settings.DEBUG and parts.hostname not in LOCAL_HOSTS:
        yield Error("DEBUG is on, and SITE_URL is not this machine.", hint="Set DEBUG=0.", id=f"{TAG}.E002")
    if parts.scheme == "http" and parts.hostname not in LOCAL_HOSTS:
        hint = "Passwords and care records would cross the network in the clear. Use https:// and a certificate."
        yield Error("SITE_URL starts with http:// and is not this machine.", hint=hint, id=f"{TAG}.E014")


def host_allowed(host: str) -> bool:
    return any(
        allowed in ("*", host) or (allowed.startswith(".") and f".{host}".endswith(allowed))
        for allowed in settings.ALLOWED_HOSTS
    )


def database() -> Iterator[CheckMessage]:
    found: dict[str, Any] = {**settings.DATABASES["default"]}
    options = found.get("OPTIONS", {})
    if found["ENGINE"] not in ENGINES and "DATABASE_URL" not in FAULTS:
        hint = f"It may be: {KINDS['DATABASE_URL'][1]}."
        kind = found["ENGINE"].rsplit(".", 1)[-1]
        yield Error(f"DATABASE_URL names a database of an unsupported kind ({kind}).", hint=hint, id=f"{TAG}.E003")
    if found["ENGINE"] == ENGINES[0] and options.get("transaction_mode") != "IMMEDIATE":
        hint = (
            "Two payments at once would fail with 'database is locked'. Set OPTIONS['transaction_mode'] = 'IMMEDIATE'."
        )
        yield Error("SQLite is not set up for money: transactions do not begin IMMEDIATE.", hint=hint, id=f"{TAG}.E004")


def demo() -> Iterator[CheckMessage]:
    if not settings.WAYMARK_DEMO:
        return
    if LIVE_KEY.match(getattr(settings, "STRIPE_SECRET_KEY", "")):
        hint = "Anyone may sign in as anyone in the demo. Take out WAYMARK_DEMO or the live key."
        yield Error("WAYMARK_DEMO is set together with a live Stripe key.", hint=hint, id=f"{TAG}.E007")
    hosts = {urlsplit(settings.SITE_URL).hostname or "", *settings.ALLOWED_HOSTS}
    if foreign := sorted(hosts - LOCAL_HOSTS):
        hint = "The demo runs on 127.0.0.1 only: anyone may sign in as anyone there. Take out WAYMARK_DEMO."
        yield Error(f"WAYMARK_DEMO is set, and the site answers to {', '.join(foreign)}.", hint=hint, id=f"{TAG}.E008")


def cards() -> Iterator[CheckMessage]:
    if settings.CARD_ISSUER not in ISSUERS:
        hint = f"It may be: {' or '.join(ISSUERS)}."
        yield Error(
            f"CARD_ISSUER is {settings.CARD_ISSUER!r}, which is no issuer we know.", hint=hint, id=f"{TAG}.E009"
        )
    elif settings.CARD_ISSUER == "stripe" and not getattr(settings, "STRIPE_SECRET_KEY", ""):
        yield Error("CARD_ISSUER is stripe, and STRIPE_SECRET_KEY is missing.", id=f"{TAG}.E010")


def stripe() -> Iterator[CheckMessage]:
    parts = urlsplit(settings.STRIPE_API_BASE)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        hint = "Leave it out: https://api.stripe.com is meant. Another address, without a path, is for tests."
        text = f"STRIPE_API_BASE is {settings.STRIPE_API_BASE!r}, which is not the address of a service."
        yield Error(text, hint=hint, id=f"{TAG}.E016")
    elif parts.scheme == "http" and parts.hostname not in LOCAL_HOSTS:
        hint = "The secret key would cross the network in the clear. Use https://."
        yield Error("STRIPE_API_BASE starts with http:// and is not this machine.", hint=hint, id=f"{TAG}.E016")
    if settings.CARD_ISSUER == "stripe" and (
        missing := [name for name in WEBHOOK_SECRETS if not getattr(settings, name)]
    ):
        hint = "Stripe shows one for each webhook endpoint (whsec_…). Without it, nothing that Stripe says is believed."
        yield Error(f"CARD_ISSUER is stripe, and {' and '.join(missing)} is missing.", hint=hint, id=f"{TAG}.E017")


def own_cards() -> Iterator[CheckMessage]:
    told = settings.STRIPE_WEBHOOK_SECRET_ACCOUNT or settings.CARD_ISSUER == "stripe"  # then E017 has said it
    if settings.STRIPE_SECRET_KEY and not told:
        hint = (
            "Set STRIPE_WEBHOOK_SECRET_ACCOUNT: Stripe shows it for the endpoint /webhooks/stripe/account/ (whsec_…). "
            "A payment counts only when Stripe itself has said so there."
        )
        yield Error("People could pay by card, and no payment would ever be booked.", hint=hint, id=f"{TAG}.E019")


def payouts() -> Iterator[CheckMessage]:
    if settings.STRIPE_SECRET_KEY and settings.CARD_ISSUER != "stripe" and not settings.STRIPE_WEBHOOK_SECRET_CONNECT:
        hint = (
            "Set STRIPE_WEBHOOK_SECRET_CONNECT: Stripe shows it for the endpoint /webhooks/stripe/connect/ (whsec_…). "
            "Leave it out where no provider is paid through Stripe."
        )
        yield Warning("Nothing that Stripe says of providers’ accounts would be believed.", hint=hint, id=f"{TAG}.W002")


def styles() -> Iterator[CheckMessage]:
    built = Path(settings.BASE_DIR) / "design" / "static" / "design"
    if not any(built.glob("*.css")):
        hint = "Build it: npm ci && npm run build (make demo and make test do so by themselves)."
        yield Warning("The style sheet has not been built: pages would be bare.", hint=hint, id=f"{TAG}.W001")

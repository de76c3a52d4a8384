"""Passports signed by the council, with its keys: the first of `APPROVAL_KEYS` signs, all of them are published.

Without the setting the key follows from SECRET_KEY. To change keys put a new one in front, and take the old one away
once what it signed has ended.
"""

import hashlib
import hmac
from base64 import b64decode
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from qrcode.constants import ERROR_CORRECT_L
from qrcode.image.svg import SvgPathImage

from directory import credential
from directory.credential import Key
from directory.models import Approval
from directory.passport import Line, Passport


def keys() -> list[Key]:
    given = [Key(b64decode(each)) for each in settings.APPROVAL_KEYS]
    return given or [Key(hmac.digest(settings.SECRET_KEY.encode(), b"directory.approval-key", hashlib.sha256))]


def published() -> list[dict[str, str]]:
    return [key.jwk for key in keys()]


def signed(passport: Passport, name: str) -> str:
    """Of a passport that holds. The same passport gives the same text, so that it can be compared."""
    approval = passport.approval
    if not passport.holds or approval.until is None or approval.approved_on is None:
        raise ValueError("Only a passport that holds is signed")
    payload: dict[str, Any] = {
        "iss": settings.SITE_URL,
        "jti": str(approval.pk),
        "sub": name,
        "scheme": approval.scheme.name,
        "iat": seconds(approval.approved_on),
        "exp": seconds(approval.until + timedelta(days=1)),
        "until": approval.until.isoformat(),
        "checks": [check_of(line) for line in passport.lines if line.standing == "held"],
        "not_checked": [line.name for line in passport.lines if line.standing != "held"],
        "note": "Not a recommendation. Gives no employer a statutory excuse for the right to work.",
    }
    if approval.conditions:
        payload["conditions"] = approval.conditions
    return credential.sign(payload, keys()[0])


def check_of(line: Line) -> dict[str, str]:
    dates = {"on": line.on, "until": line.until}
    said = {"what": line.name, "level": line.level, "by": line.by}
    return {name: value for name, value in said.items() if value} | {
        name: value.isoformat() for name, value in dates.items() if value
    }


def seconds(day: date) -> int:
    """The midnight with which a day begins here."""
    return int(timezone.make_aware(datetime.combine(day, time.min)).timestamp())


def check_address(approval: Approval) -> str:
    return settings.SITE_URL + reverse("approvals-check-one", args=[approval.pk])


def qr_code(passport: Passport, name: str) -> bytes:
    """An SVG. It leads to the check; the signed text stands behind the #, which no browser sends to anybody."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_L, border=4)
    code.add_data(f"{check_address(passport.approval)}#{signed(passport, name)}")
    written = BytesIO()
    code.make_image(image_factory=SvgPathImage).save(written)
    return written.getvalue()

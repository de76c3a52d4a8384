"""What a bank's system takes from us. Pure.

Bacs has 18 characters for the reference that the payee sees, out of A-Z, 0-9, full stop, ampersand, slash, hyphen and
space (Pay.UK, "Bacs electronic funds transfer: file structures", standard 18: field 10, user's reference, and the
permitted characters). Faster Payments carries the same 18 (Pay.UK, Standard 18 submissions by direct corporate access).
A bank cuts what is longer, or refuses the line: then two files look alike on the payee's statement.
"""

import re

LONGEST_REFERENCE = 18
_ALLOWED = re.compile(r"[A-Z0-9][A-Z0-9.&/ -]*[A-Z0-9]")


class NotForABank(ValueError):
    """A reference that a bank's system would cut or refuse."""


def reference(file_reference: str) -> str:
    """What payees read on their bank statement, one for each payment file: "CARE 261122-G8MX"."""
    text = f"CARE {file_reference}"
    if len(text) > LONGEST_REFERENCE or not _ALLOWED.fullmatch(text):
        raise NotForABank(text)
    return text

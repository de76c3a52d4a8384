"""How pages look to whoever reads: size of text, space, colours, and Easy Read where there is one.

Kept as four words in a cookie of this site, and with the sign-in by the room that knows it (the slot "display", which
comes first). No script: the words become classes of the page (sass/_looks.scss).
"""

from dataclasses import astuple, dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from design import slots

DAYS = 365
USUAL = "usual"
SIZES = {USUAL: "The usual size", "large": "Large", "larger": "Larger"}
SPACES = {USUAL: "The usual space", "wide": "More space"}
COLOURS = {
    USUAL: "The usual colours",
    "strong": "Black on white",
    "dark": "White and yellow on black",
    "cream": "Dark on cream",
}
EASY = {USUAL: "The usual words", "easy": "Easy Read"}


@dataclass(frozen=True)
class Display:
    size: str = USUAL
    space: str = USUAL
    colours: str = USUAL
    words: str = USUAL

    def __str__(self) -> str:
        return ".".join(astuple(self))

    @property
    def is_easy(self) -> bool:
        return self.words != USUAL

    @property
    def classes(self) -> str:
        """For <html>, with a space before each."""
        looks = {"size": self.size, "space": self.space, "colours": self.colours}
        return "".join(f" wm-{name}-{value}" for name, value in looks.items() if value != USUAL)


def understood(text: str) -> Display | None:
    """None where it is not ours, or of another time."""
    words = text.split(".")
    known = len(words) == 4 and all(word in of for word, of in zip(words, (SIZES, SPACES, COLOURS, EASY), strict=True))
    return Display(*words) if known else None


def of(request: Any) -> Display:
    """What she tries now, else what is kept with her sign-in, else in her browser."""
    tried: Display | None = getattr(request, "_display", None)
    return tried or with_sign_in(request) or in_browser(request)


def with_sign_in(request: Any) -> Display | None:
    return next((understood(kept["words"]) for kept in slots.fill("display", request)), None)


def in_browser(request: Any) -> Display:
    return understood(getattr(request, "COOKIES", {}).get(settings.DISPLAY_COOKIE_NAME, "")) or Display()


def try_on(request: HttpRequest, display: Display) -> None:
    """For this answer alone."""
    request._display = display  # type: ignore[attr-defined]


def keep_in_browser(response: HttpResponse, display: Display) -> None:
    if display == Display():
        response.delete_cookie(settings.DISPLAY_COOKIE_NAME, samesite="Lax")
        return
    response.set_cookie(
        settings.DISPLAY_COOKIE_NAME,
        str(display),
        max_age=DAYS * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )

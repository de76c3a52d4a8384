"""A photo as it was sent, made small and free of what a camera writes into a file: of a face, or for a page."""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 50_000_000
SIDE = 480
LONGER, SHORTEST = 1_200, 300  # of a photo on a page


@dataclass(frozen=True)
class Drawn:
    content: ContentFile[bytes]
    width: int
    height: int


def portrait(sent: BinaryIO, size: int) -> ContentFile[bytes]:
    """A JPEG of 480 by 480 pixels. Raises ValidationError where it is no photo, or a huge one."""
    return _jpeg(ImageOps.fit(_upright(sent, size), (SIDE, SIDE), centering=(0.5, 0.4)))


def scene(sent: BinaryIO, size: int) -> Drawn:
    """A JPEG of at most 1,200 pixels a side. Raises ValidationError where it is no photo, a huge or a tiny one."""
    upright = _upright(sent, size)
    if min(upright.size) < SHORTEST:
        raise ValidationError(f"The photo must be at least {SHORTEST} pixels wide and high", "small")
    upright.thumbnail((LONGER, LONGER))
    return Drawn(_jpeg(upright), *upright.size)


def _upright(sent: BinaryIO, size: int) -> Image.Image:
    """It is drawn anew: where the camera was, and anything hidden behind the picture, stays behind."""
    if size > MOST_BYTES:
        raise ValidationError("The photo must be smaller than 8MB", "large")
    try:
        with Image.open(sent, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValidationError("The photo has too many pixels. Make it smaller and try again", "large")
            return ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ValidationError("The photo must be a JPG, PNG or WebP file", "format") from None


def _jpeg(picture: Image.Image) -> ContentFile[bytes]:
    """A new picture, without anything that was written beside the old one."""
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    drawn = BytesIO()
    clean.save(drawn, "JPEG", quality=85)
    return ContentFile(drawn.getvalue())

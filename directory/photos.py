"""A photo of somebody's face as it was sent, made small, square and free of what a camera writes into a file."""

from io import BytesIO
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 50_000_000
SIDE = 480


def portrait(sent: BinaryIO, size: int) -> ContentFile[bytes]:
    """A JPEG of 480 by 480 pixels. Raises ValidationError where it is no photo, or a huge one.

    It is drawn anew: where the camera was, and anything hidden behind the picture, stays behind.
    """
    if size > MOST_BYTES:
        raise ValidationError("The photo must be smaller than 8MB", "large")
    try:
        with Image.open(sent, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValidationError("The photo has too many pixels. Make it smaller and try again", "large")
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ValidationError("The photo must be a JPG, PNG or WebP file", "format") from None
    drawn = BytesIO()
    ImageOps.fit(upright, (SIDE, SIDE), centering=(0.5, 0.4)).save(drawn, "JPEG", quality=85)
    return ContentFile(drawn.getvalue())

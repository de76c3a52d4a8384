"""A photo or PDF that somebody sent, drawn anew: bytes in, bytes out. Nothing of what was sent is kept.

What it is, its first bytes say: never its name, nor what a browser claims. A picture is opened by Pillow as one of
three kinds and written as a JPEG, without what a camera wrote into it (place, time, device). A PDF is drawn page by
page and the drawings written as a new one: scripts, files inside, forms and links do not come along. PDFium is large
and written in C, so it runs in a process of its own with little memory and little time: a file that breaks it breaks
nothing else.

Raises `Unfit` with a sentence that says how to put it right.
"""

import re
import resource
import struct
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
MOST_PAGES = 10
SIDE = 2_000  # pixels of the longer side of what is kept
PAPER = 1_600  # the same of a PDF's page: about 137 to the inch on A4
SECONDS, MEMORY = 10, 1024 * 1024 * 1024
JPEG, PDF = "image/jpeg", "application/pdf"

LARGE = "The file must be smaller than 10MB. Take the photo again at a lower quality, or send fewer pages"
EMPTY = "The file is empty. Choose it again"
KINDS = "The file must be a photo (JPG, PNG or WebP) or a PDF"
HEIC = (
    "This photo is a HEIC file, which we cannot read. On an iPhone choose Settings, Camera, Formats, Most Compatible, "
    "and take it again. Or send a picture of the screen"
)
PIXELS = "The photo has too many pixels. Take it again at a lower quality"
BROKEN_PHOTO = "We could not open this photo. It may be damaged or cut short. Take it again, or send a PDF"
OR_A_PHOTO = ", or send a photo of it"
BROKEN_PDF = f"We could not open this PDF. It may be damaged. Save it again{OR_A_PHOTO}"
PASSWORD = f"This PDF has a password. Save it without one{OR_A_PHOTO}"
NOT_PDF = "The file must be a PDF"
ACTIVE = "This PDF has a script, a form or a file inside. Print it to a new PDF, and send that one"
PAGES = f"The PDF must have {MOST_PAGES} pages or fewer. Send only the pages that matter"

PICTURES = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n"}
OPENLY = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia|XFA)\b")
HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}


class Unfit(Exception):
    """`str()` of it is a sentence for whoever sent the file."""


@dataclass(frozen=True)
class Safe:
    """What may be kept, and what it is."""

    content: bytes
    content_type: str
    pages: int = 1


def safe(sent: bytes) -> Safe:
    """The same to look at, and harmless. Raises Unfit."""
    if not sent:
        raise Unfit(EMPTY)
    if len(sent) > MOST_BYTES:
        raise Unfit(LARGE)
    kind = kind_of(sent)
    return _from_pdf(sent) if kind == "PDF" else _from_picture(sent, kind)


def kind_of(sent: bytes) -> str:
    """JPEG, PNG, WEBP or PDF, by how it begins."""
    if sent.startswith(b"%PDF-"):
        return "PDF"
    if sent[:4] == b"RIFF" and sent[8:12] == b"WEBP":
        return "WEBP"
    if sent[4:8] == b"ftyp" and sent[8:12] in HEIF_BRANDS:
        raise Unfit(HEIC)
    for kind, magic in PICTURES.items():
        if sent.startswith(magic):
            return kind
    raise Unfit(KINDS)


def _from_picture(sent: bytes, kind: str) -> Safe:
    try:
        with Image.open(BytesIO(sent), formats=[kind]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Unfit(PIXELS)
            opened.draft("RGB", (SIDE, SIDE))  # a large JPEG is read small at once
            upright = _upright(opened)
            upright.thumbnail((SIDE, SIDE))
            return Safe(_jpeg(_on_white(upright)), JPEG)
    except Image.DecompressionBombError:
        raise Unfit(PIXELS) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error):
        raise Unfit(BROKEN_PHOTO) from None


def _upright(picture: Image.Image) -> Image.Image:
    """As the camera was held. What it wrote may be damaged, in ways without one name: then as it lies."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:
        picture.load()
        return picture


def _on_white(picture: Image.Image) -> Image.Image:
    """What is see-through becomes paper. A new picture, without anything that was written beside the old one."""
    drawn = picture.convert("RGBA")
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn.getchannel("A"))
    return paper


def _jpeg(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "JPEG", quality=85)
    return written.getvalue()


# What the process that draws PDFs says by its exit code.
DREW, WITH_PASSWORD, TOO_LONG, COULD_NOT, DOES_SOMETHING = 0, 10, 11, 12, 13
SAID = {WITH_PASSWORD: PASSWORD, TOO_LONG: PAGES, DOES_SOMETHING: ACTIVE}
LOOK = "look"


def _from_pdf(sent: bytes) -> Safe:
    drew = _run(sent)
    if not drew.startswith(b"%PDF-", 1):
        raise Unfit(BROKEN_PDF)
    if len(drew) > MOST_BYTES:
        raise Unfit(LARGE)
    return Safe(drew[1:], PDF, drew[0])


def plain_pdf(sent: bytes) -> int:
    """How many pages it has. For a PDF that many may download as it came, since a drawing of words cannot be read out:
    it opens, every page of it can be drawn, and there is no script, form or file in it."""
    if not sent:
        raise Unfit(EMPTY)
    if len(sent) > MOST_BYTES:
        raise Unfit(LARGE)
    if not sent.startswith(b"%PDF-"):
        raise Unfit(NOT_PDF)
    try:
        return _run(sent, LOOK)[0]
    except Unfit as unfit:
        raise Unfit(str(unfit).removesuffix(OR_A_PHOTO)) from None


def _run(sent: bytes, *how: str) -> bytes:
    words = [sys.executable, "-m", "accounts.uploads", *how]
    try:
        drew = subprocess.run(
            words, input=sent, capture_output=True, timeout=SECONDS + 5, check=False, cwd=Path(__file__).parent.parent
        )
    except subprocess.TimeoutExpired:
        raise Unfit(BROKEN_PDF) from None
    if drew.returncode != DREW or not drew.stdout:
        raise Unfit(SAID.get(drew.returncode, BROKEN_PDF))
    return drew.stdout


def draw_pdf(sent: bytes) -> list[Image.Image]:
    """Its pages as pictures. Only in the process of its own: `main`."""
    import pypdfium2  # here, so that no other process loads it

    document = pypdfium2.PdfDocument(sent)
    if not 0 < len(document) <= MOST_PAGES:
        sys.exit(TOO_LONG if len(document) else COULD_NOT)
    return [_page(document[number]) for number in range(len(document))]


def _page(page) -> Image.Image:  # type: ignore[no-untyped-def]  # pypdfium2 comes without types
    """Its longer side is always the same, whatever size of paper it claims to be."""
    scale = PAPER / max(*page.get_size(), 1)
    return page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")


def does_something(sent: bytes) -> bool:
    """By name, also where that is packed or spelt by numbers, since PDFium writes each object out; and as it counts."""
    import pypdfium2

    document, raw, plainly = pypdfium2.PdfDocument(sent), pypdfium2.raw, BytesIO()
    document.save(plainly)
    if OPENLY.search(sent) or OPENLY.search(plainly.getvalue()):
        return True
    counts = (raw.FPDFDoc_GetJavaScriptActionCount, raw.FPDFDoc_GetAttachmentCount, raw.FPDF_GetFormType)
    return any(count(document) > 0 for count in counts)


def main(how: str = "") -> int:
    """The PDF comes in, the number of pages in one byte and the new PDF go out: only the number, to `LOOK`."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    try:
        sent = sys.stdin.buffer.read()
        if how == LOOK and does_something(sent):
            return DOES_SOMETHING
        pages = draw_pdf(sent)
        written = BytesIO()
        pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=137, quality=80)
    except Exception as error:
        return WITH_PASSWORD if "password" in str(error).lower() else COULD_NOT
    sys.stdout.buffer.write(bytes([len(pages)]) + (b"" if how == LOOK else written.getvalue()))
    return DREW


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))

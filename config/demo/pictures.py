"""Pictures of Aldermere, drawn by code: no photo of a real person or place is in the demo. And a PDF of plain words."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

WIDE, HIGH = 1_200, 800
SKIES = ("#dcebf2", "#f4e6d4", "#e4efe2", "#ece4f1")
GREENS = ("#7da27a", "#8fae6f", "#6f9a86", "#9bab66")
WARM = ("#c96f4a", "#d59b3a", "#b65a6a", "#5b7fa6")
WOOD, PAPER, INK, STONE, GLASS, SKIN = "#b48a5e", "#fbf8f1", "#33413f", "#d9cfc0", "#bcd8e4", ("#e8bd9b", "#9a6a49")
Draw = ImageDraw.ImageDraw


@dataclass(frozen=True)
class Scene:
    alt: str
    draw: Callable[[Draw, int], None]


def table(on: Draw, turn: int) -> None:
    """Plates on a long table under two windows."""
    on.rectangle((0, 0, WIDE, 520), fill=SKIES[turn % 4])
    for left in (180, 700):
        on.rectangle((left, 90, left + 320, 400), fill=PAPER)
        on.rectangle((left + 18, 108, left + 302, 382), fill=GLASS)
        on.line((left + 160, 108, left + 160, 382), fill=PAPER, width=14)
    on.polygon([(60, 800), (170, 500), (1030, 500), (1140, 800)], fill=WOOD)
    for number, left in enumerate((250, 480, 710, 900)):
        top = 560 + (number % 2) * 70
        on.ellipse((left, top, left + 170, top + 90), fill=PAPER)
        on.ellipse((left + 34, top + 18, left + 136, top + 68), fill=WARM[(turn + number) % 4])


def house(on: Draw, turn: int) -> None:
    """A front door between two windows, and a path."""
    on.rectangle((0, 0, WIDE, HIGH), fill=SKIES[turn % 4])
    on.rectangle((0, 600, WIDE, HIGH), fill=GREENS[turn % 4])
    on.rectangle((240, 250, 960, 640), fill=STONE)
    on.polygon([(190, 260), (600, 70), (1010, 260)], fill=WARM[turn % 4])
    on.rectangle((530, 400, 670, 640), fill=WARM[(turn + 3) % 4])
    on.ellipse((640, 520, 656, 536), fill=PAPER)
    for left in (310, 740):
        on.rectangle((left, 380, left + 150, 520), fill=PAPER)
        on.rectangle((left + 12, 392, left + 138, 508), fill=GLASS)
    on.polygon([(530, 640), (670, 640), (780, 800), (420, 800)], fill=PAPER)


def park(on: Draw, turn: int) -> None:
    """Trees, hills and a path."""
    on.rectangle((0, 0, WIDE, HIGH), fill=SKIES[turn % 4])
    on.ellipse((900, 80, 1030, 210), fill="#f2cf76")
    on.ellipse((-300, 380, 800, 1100), fill=GREENS[(turn + 1) % 4])
    on.ellipse((450, 430, 1600, 1200), fill=GREENS[turn % 4])
    on.polygon([(560, 800), (700, 800), (660, 520), (640, 520)], fill=PAPER)
    for left, top, wide in ((150, 230, 210), (380, 300, 150), (900, 270, 200)):
        on.rectangle((left + wide / 2 - 14, top + wide - 20, left + wide / 2 + 14, top + wide + 110), fill=WOOD)
        on.ellipse((left, top, left + wide, top + wide), fill="#4f7d62")


def bus(on: Draw, turn: int) -> None:
    """A small bus with a ramp."""
    on.rectangle((0, 0, WIDE, HIGH), fill=SKIES[turn % 4])
    on.rectangle((0, 620, WIDE, HIGH), fill="#8b9196")
    on.rounded_rectangle((180, 260, 1000, 640), 50, fill=WARM[turn % 4])
    for left in (240, 430, 620):
        on.rounded_rectangle((left, 320, left + 150, 450), 18, fill=GLASS)
    on.rectangle((820, 320, 930, 640), fill=PAPER)
    on.polygon([(820, 640), (930, 640), (1090, 700), (960, 700)], fill=STONE)
    for left in (280, 660):
        on.ellipse((left, 570, left + 140, 710), fill=INK)
        on.ellipse((left + 42, 612, left + 98, 668), fill=STONE)


def company(on: Draw, turn: int) -> None:
    """Two people at a small table with tea."""
    on.rectangle((0, 0, WIDE, HIGH), fill=SKIES[turn % 4])
    on.rectangle((0, 600, WIDE, HIGH), fill=STONE)
    for number, left in enumerate((230, 720)):
        on.rounded_rectangle((left, 360, left + 250, 700), 60, fill=WARM[(turn + number * 2) % 4])
        on.ellipse((left + 60, 220, left + 190, 370), fill=SKIN[(turn + number) % 2])
        on.chord((left + 50, 195, left + 200, 370), 180, 360, fill=("#e6e1da", INK)[(turn + number) % 2])
    on.ellipse((430, 560, 770, 660), fill=WOOD)
    on.rectangle((585, 620, 615, 780), fill=WOOD)
    for left in (500, 640):
        on.rounded_rectangle((left, 535, left + 62, 590), 12, fill=PAPER)


def button(on: Draw, turn: int) -> None:
    """An alarm beside a telephone on a shelf."""
    on.rectangle((0, 0, WIDE, HIGH), fill=SKIES[turn % 4])
    on.rectangle((0, 620, WIDE, 680), fill=WOOD)
    on.rounded_rectangle((240, 380, 620, 620), 40, fill=PAPER)
    on.ellipse((350, 420, 510, 580), fill=WARM[turn % 4])
    on.rounded_rectangle((730, 300, 960, 620), 30, fill=INK)
    on.rectangle((765, 335, 925, 430), fill=GLASS)
    for number in range(9):
        left, top = 775 + number % 3 * 52, 455 + number // 3 * 50
        on.rounded_rectangle((left, top, left + 40, top + 36), 8, fill=STONE)


TABLE = Scene("A long table laid with plates under two bright windows", table)
HOUSE = Scene("A house with a wide path to the front door and no steps", house)
PARK = Scene("A level path between trees in the park", park)
BUS = Scene("A small bus with its ramp down", bus)
COMPANY = Scene("Two people with cups of tea at a small table", company)
ALARM = Scene("An alarm with one large button beside a telephone", button)
OF_KIND = {
    "home-care": (HOUSE, COMPANY),
    "day-activities": (TABLE, COMPANY),
    "meals": (TABLE,),
    "transport": (BUS, PARK),
    "telecare": (ALARM,),
    "equipment": (ALARM, HOUSE),
    "befriending": (COMPANY, PARK),
    "carers": (COMPANY, TABLE),
    "short-breaks": (HOUSE, PARK, TABLE),
    "house-and-garden": (HOUSE, PARK),
    "exercise": (PARK, COMPANY),
}


def jpeg(scene: Scene, turn: int) -> bytes:
    """`turn` changes the colours."""
    picture = Image.new("RGB", (WIDE, HIGH), PAPER)
    scene.draw(ImageDraw.Draw(picture), turn)
    written = BytesIO()
    picture.save(written, "JPEG", quality=85)
    return written.getvalue()


def pdf(title: str, lines: list[str]) -> bytes:
    """One page of words that a screen reader reads: a heading and some lines, in Helvetica."""
    said = [f"BT /F1 26 Tf 60 760 Td ({_escaped(title)}) Tj ET"]
    said += [f"BT /F1 14 Tf 60 {710 - 26 * number} Td ({_escaped(line)}) Tj ET" for number, line in enumerate(lines)]
    stream = "\n".join(said).encode("cp1252")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(en-GB)/ViewerPreferences<</DisplayDocTitle true>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<</Title({_escaped(title)})>>".encode("cp1252"),
    ]
    return _file(objects)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(objects: list[bytes]) -> bytes:
    """The last object is what it is called."""
    made, at = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        at.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % one for one in at)
    ends = b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return made + head + table + ends % (len(objects) + 1, len(objects), len(made))

"""What a document says before anybody draws it: frozen blocks that workbook.py and document.py only draw.

One Paper is one query; the workbook and the PDF of the same Paper cannot disagree. Pure: no tables, no clock.
Source: docs/rules.md 6 and 7.5.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices

from otop_registry.thai import Percent
from registration.stand import Stand

Value = str | int | Decimal | Percent | date | None  # None: no answer, drawn as a dash, never as a zero


class Form(TextChoices):
    """How the values of a column are written."""

    TEXT = "text", "ข้อความ"
    CODE = "code", "รหัส"  # digits that are no number: IDs, phones, registration numbers
    COUNT = "count", "จำนวน"
    BAHT = "baht", "บาท"
    PERCENT = "percent", "ร้อยละ"  # a Percent: the exact value and the places it is shown with
    DAY = "day", "วันที่"


@dataclass(frozen=True)
class Column:
    """A column of a table. `group` is the heading it shares with its neighbours; `width` is in characters of text."""

    label: str
    form: Form = Form.TEXT
    group: str = ""
    width: int = 10
    is_grade: bool = False  # on paper a letter stands on its colour


class Picture(TextChoices):
    """How paper shows a table of counts by grade; the numbers are the same."""

    NONE = "", "ตาราง"
    TALLIES = "tallies", "แถบระดับ"
    BARS = "bars", "แท่งต่อไตรมาส"


@dataclass(frozen=True)
class Table:
    """Rows of values in the order of `columns`, and their total when the form has one.

    `sizes` cuts the rows into entries (a producer with its products): on paper the first `merged` columns of an
    entry are drawn once. Empty: every row is an entry. In the rows themselves those values stand in each row.
    """

    name: str  # of the worksheet: at most 31 letters, none of []:*?/\
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]
    total: tuple[Value, ...] | None = None
    sizes: tuple[int, ...] = ()
    merged: int = 0
    note: str = ""
    empty: str = "ไม่มีข้อมูล"
    picture: str = Picture.NONE
    goes_on: bool = False  # on paper: in the columns of the table before it, without a head of its own
    fold: int = (
        0  # before small letters paper sets the columns from here on below, behind the first two again
    )


@dataclass(frozen=True)
class Facts:
    """Labelled values one under the other: a form with one answer per line."""

    name: str
    rows: tuple[tuple[str, Value, Form], ...]
    note: str = ""


@dataclass(frozen=True)
class Prose:
    """Paragraphs of running text, with an optional heading of their own."""

    paragraphs: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True)
class Tile:
    """A unit with its grade, "" without one, and how it moved."""

    name: str
    letter: str
    moved: str = ""


@dataclass(frozen=True)
class Tiles:
    """Every unit with its grade on its colour: the table again, at a glance. A workbook has none."""

    name: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Area:
    """A unit on a map: its outline, and its class from "75" down to "0", or "none"."""

    name: str
    outline: str
    step: str


@dataclass(frozen=True)
class Map:
    """Units shaded by class: a column of the table again, at a glance. A workbook has none."""

    name: str
    view_box: str
    areas: tuple[Area, ...]
    note: str = ""


Block = Table | Facts | Prose | Tiles | Map


@dataclass(frozen=True)
class Signature:
    """A place to sign: what for, and the name and office when known; empty lines are dotted."""

    role: str  # ผู้รายงาน, ผู้รับรอง; "" below an announcement, which is signed as a letter is
    name: str = ""
    position: str = ""
    acting: str = ""  # ปฏิบัติราชการแทน …, a line for each

    @property
    def acting_lines(self) -> list[str]:
        return self.acting.splitlines()


@dataclass(frozen=True)
class Paper:
    """A document's whole content. `subject` names what it is about in one key, whatever its edition or format."""

    kind: str  # of reporting.kinds.Kind
    unit_code: str
    subject: str  # "round:25612", "month:2567-07", "plan:2561", …
    title: str
    lines: tuple[str, ...]  # under the title: unit, round, period
    stand: Stand
    blocks: tuple[Block, ...]
    signatures: tuple[Signature, ...] = ()
    remarks: tuple[str, ...] = ()
    is_landscape: bool = False
    fits_one_sheet: bool = False  # set tighter when that saves pages
    is_personal: bool = False  # names persons: no public copy, marked on each page
    uses_thai_digits: bool = False
    has_garuda: bool = (
        False  # its first sheet begins with the place of the garuda, the QR code stands at its end
    )
    is_blank: bool = False  # a form to fill by hand: its rows are as high as writing needs
    is_draft: bool = False  # nobody has recorded its number yet: ร่าง stands across each page
    attributes: dict[str, str] = field(default_factory=dict)  # number and day of an announcement, …

    @property
    def is_pictured(self) -> bool:
        """Whether anything on it is shown in colour: it then takes the narrow margins of a page to look at."""
        return any(isinstance(block, Tiles | Map) for block in self.blocks)

    @property
    def is_one_sheet_form(self) -> bool:
        """Whether it is a form to read and sign that takes one sheet, whatever it holds."""
        return self.fits_one_sheet and not self.is_pictured and bool(self.signatures)

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))


@dataclass(frozen=True)
class Imprint:
    """What a drawn copy adds to its paper: how anybody can check it. Never a part of the fingerprint."""

    number: str
    link: str  # /verify/<token> in full
    fingerprint: str  # of the paper, 64 signs
    drawn_at: str  # already in Thai words
    drawn_for: str  # the office that asked
    enclosure: str = ""  # สิ่งที่ส่งมาด้วย ๑: at the top of a paper behind a letter


@dataclass(frozen=True)
class Enclosure:
    """A line of สิ่งที่ส่งมาด้วย: what, and how many copies ("จำนวน ๑ ฉบับ")."""

    words: str
    count_words: str = ""


@dataclass(frozen=True)
class LetterPaper:
    """หนังสือภายนอก in the order in which it is read. Digits may be 0-9: the drawing writes ๐-๙ everywhere.

    Source: ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ, แบบที่ ๑; letter นศ 0019/01467. The state emblem is never drawn.
    """

    subject: str
    addressee: str
    paragraphs: tuple[str, ...]  # a numbered one ("๑) …", "1. …") is set in further
    office: tuple[str, ...]  # ศาลากลางจังหวัด…, ถนน… รหัสไปรษณีย์
    day: date | None = None  # None: day and month are left to be written
    number: str = ""  # ที่ นศ ๐๐๑๙/…; empty while a draft
    urgency: str = ""  # ด่วนที่สุด
    references: tuple[str, ...] = ()
    attachments: tuple[Enclosure, ...] = ()
    closing: str = "จึงเรียนมาเพื่อโปรดพิจารณา"
    farewell: str = "ขอแสดงความนับถือ"
    signer: str = ""  # empty: a dotted line
    position: str = ""
    acting: tuple[str, ...] = ()  # ปฏิบัติราชการแทน …
    sender: tuple[str, ...] = ()  # สำนักงาน…, กลุ่มงาน…, โทร. …
    coordinators: tuple[str, ...] = ()
    link: str = ""  # of the QR code: the task itself
    link_caption: str = ""
    is_draft: bool = True

"""Names of tambons as the lists of offices have them: copies typed by another hand, and honest near-twins.

Nothing but letters tells them apart: no running numbers. Invented; the same for the same seed.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from otop_registry import thai
from registration.checks.alike import Spelt

HEADS: Final = "หนอง นา โคก ดอน ทุ่ง บึง คลอง ท่า วัง ห้วย ปาก เกาะ เขา ควน ไร่ โนน สวน ป่า".split()
TAILS: Final = (
    "บัว แก้ว ไผ่ ขาม งาม หลวง ใหญ่ น้อย สูง กลาง ทราย ม่วง แดง ขาว ดำ ยาง ตาล สะเดา คู่ ลาด แต้ แวง เรือ หิน ปลา หว้า"
).split()
SIDES: Final = ("เหนือ", "ใต้", "ใน", "นอก")
GROUPS: Final = (
    "กลุ่มแม่บ้านเกษตรกรบ้าน{village}", "วิสาหกิจชุมชนบ้าน{village}", "กลุ่มอาชีพสตรีบ้าน{village}", "กลุ่มทอผ้าบ้าน{village}",
    "กลุ่มทอผ้าไหมบ้าน{village}", "กลุ่มจักสานบ้าน{village}", "วิสาหกิจชุมชนกลุ่มแปรรูปอาหารบ้าน{village}", "กลุ่มสมุนไพรบ้าน{village}",
    "กลุ่มแปรรูปผลไม้บ้าน{village}", "กลุ่มทำขนมบ้าน{village}", "กลุ่มตัดเย็บเสื้อผ้าบ้าน{village}", "บริษัท {village}ฟู้ดส์ จำกัด",
)  # fmt: skip
FIRST: Final = (
    "สมใจ สมจิต สมจิตร สมศรี สมหมาย สมพร สมพล สมศักดิ์ วันดี วันดา มาลี มาลา สายพิณ สายใจ ประนอม จำเนียร อารี อาภา สุภาพ สุภา นิตยา "
    "พรทิพย์ ละออง กัลยา เพ็ญศรี บุญมี บุญมา ธีระ วิชัย วิชาญ อำนวย มนัส ประยูร ทองใบ ทองดี คำปัน คำแปง บัวลอย บัวไข"
).split()
LAST: Final = "รักถิ่น ใจดี ทองนพคุณ ศรีสวัสดิ์ แก้วมณี บุญช่วย พูนผล คงเพชร สุขเกษม นาคงาม ชูศรี จันทร์หอม แซ่ลิ้ม พรหมเดช".split()
MISTAKEN: Final = str.maketrans("ดตบปสศนณพภกถรลคศ", "ตดปบศสณนภพถกลรดส")  # beside one another, or of one sound
TONES: Final = "่้๊๋์"


@dataclass(frozen=True)
class Tambon:
    """The names of a tambon's producers with their villages, and which pairs are copies."""

    rows: list[tuple[int, Spelt]] = field(default_factory=list)
    copies: set[tuple[int, int]] = field(default_factory=set)


def tambons(count: int, seed: int = 1) -> Iterator[Tambon]:
    """So many tambons of about thirty producers; one producer in twenty is there twice."""
    draw = random.Random(seed)  # noqa: S311 (invented names, the same each time)
    for _ in range(count):
        yield _tambon(draw)


def _tambon(draw: random.Random) -> Tambon:
    found, names = Tambon(), _names(draw)
    for pk, name in enumerate(names):
        found.rows.append((pk, spelt(name)))
    for copied, pk in enumerate(draw.sample(range(len(names)), max(1, len(names) // 20)), len(names)):
        found.rows.append((copied, spelt(typed_by_another(names[pk], draw))))
        found.copies.add((pk, copied))
    return found


def spelt(name: str) -> Spelt:
    return Spelt(thai.name_key(name), name)


def _names(draw: random.Random) -> list[str]:
    """No two that read the same: villages beside one another, groups of one form, neighbours of one surname."""
    villages = _villages(draw)
    names = {thai.name_key(name): name for name in _groups(draw, villages)}
    surnames = draw.sample(LAST, 4)
    for _ in range(12):
        title, first, last = draw.choice(("นาง", "นางสาว", "นาย")), draw.choice(FIRST), draw.choice(surnames)
        name = f"{title}{first} {last}"
        names.setdefault(thai.name_key(name), name)
    return list(names.values())


def _villages(draw: random.Random) -> list[str]:
    plain = {f"{draw.choice(HEADS)}{draw.choice(TAILS)}" for _ in range(9)}
    parted = draw.choice(sorted(plain))
    return [*sorted(plain), *(f"{parted}{side}" for side in draw.sample(SIDES, 2))]


def _groups(draw: random.Random, villages: list[str]) -> Iterator[str]:
    for _ in range(18):
        yield draw.choice(GROUPS).format(village=draw.choice(villages))


# --- how another hand types a name ---


def typed_by_another(name: str, draw: random.Random) -> str:
    """The name with one or two of the slips and habits of offices; one at least changes it."""
    habits = draw.sample(HABITS, 2) if draw.random() < 0.3 else [draw.choice(HABITS)]
    typed = name
    for habit in habits:
        typed = habit(typed, draw)
    return typed if typed != name else mistaken_letter(name, draw)


def _cut(name: str, places: list[int], draw: random.Random, to: Callable[[str], str]) -> str:
    if not places:
        return name
    place = draw.choice(places)
    return name[:place] + to(name[place]) + name[place + 1 :]


def mistaken_letter(name: str, draw: random.Random) -> str:
    places = [at for at, letter in enumerate(name) if at > 4 and letter.translate(MISTAKEN) != letter]
    return _cut(name, places, draw, lambda letter: letter.translate(MISTAKEN))


def dropped_letter(name: str, draw: random.Random) -> str:
    return _cut(name, [at for at, letter in enumerate(name) if at > 4 and letter != " "], draw, lambda _: "")


def doubled_letter(name: str, draw: random.Random) -> str:
    return _cut(
        name,
        [at for at, letter in enumerate(name) if at > 4 and letter != " "],
        draw,
        lambda letter: letter * 2,
    )


def dropped_tone(name: str, draw: random.Random) -> str:
    return _cut(name, [at for at, letter in enumerate(name) if letter in TONES], draw, lambda _: "")


def spaced(name: str, draw: random.Random) -> str:
    return name.replace(" ", "") if " " in name else name.replace("บ้าน", " บ้าน ").strip()


def other_title(name: str, draw: random.Random) -> str:
    for title, other in (("นางสาว", "น.ส. "), ("นาง", "นางสาว"), ("นาย", "")):
        if name.startswith(title):
            return other + name.removeprefix(title)
    return name


def abbreviated(name: str, draw: random.Random) -> str:
    short = (
        ("วิสาหกิจชุมชน", "วสช."),
        ("แม่บ้านเกษตรกร", "แม่บ้านฯ"),
        ("บริษัท ", "บจก."),
        (" จำกัด", ""),
        ("กลุ่มอาชีพ", "กลุ่ม"),
    )
    for whole, part in short:
        name = name.replace(whole, part)
    return name


def shorter_form(name: str, draw: random.Random) -> str:
    return (
        name.replace("วิสาหกิจชุมชนกลุ่ม", "กลุ่ม").replace("วิสาหกิจชุมชน", "กลุ่ม")
        if "วิสาหกิจ" in name
        else name.removeprefix("กลุ่ม")
    )


HABITS: Final[tuple[Callable[[str, random.Random], str], ...]] = (
    mistaken_letter, dropped_letter, doubled_letter, dropped_tone, spaced, other_title, abbreviated, shorter_form,
)  # fmt: skip

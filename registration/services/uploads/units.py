"""Units of money as people write them: บาท, (ล้านบาท), หน่วย : พันบาท, 1,000 บาท. A quantity is no unit.

Pure. Nobody's figure is multiplied without a word: whoever reads a unit also tells where it stands.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from otop_registry import thai


@dataclass(frozen=True)
class Unit:
    """How many baht one of a unit is; None for what is no baht at all."""

    word: str
    baht: Decimal | None


BAHT: Final = Unit("บาท", Decimal(1))
_SCALES: Final = {"สิบ": 10, "ร้อย": 100, "พัน": 1000, "หมื่น": 10_000, "แสน": 100_000, "ล้าน": 1_000_000}
_SCALE: Final = "(?:สิบ|ร้อย|พัน|หมื่น|แสน)?ล้าน|สิบ|ร้อย|พัน|หมื่น|แสน"
_FOREIGN: Final = "ดอลลาร์(?:สหรัฐฯ?)?|เหรียญ(?:สหรัฐฯ?)?|กีบ|หยวน|เยน|ยูโร|ริงกิต|ปอนด์|US ?D|US ?\\$|\\$|€|LAK|CNY"
_MENTION: Final = re.compile(
    rf"(?P<count>[0-9][0-9,.]*\s*)?(?:(?P<scale>{_SCALE})?\s*(?:บาท|baht|thb|฿)(?:\s*ถ้วน)?"
    rf"|(?<![ก-๎])(?P<alone>{_SCALE}|ลบ)\.?(?![ก-๎])"
    rf"|(?P<foreign>{_FOREIGN})"
    r"|(?P<english>thousands?|millions?)(?![a-z]))",
    re.IGNORECASE,
)
_POWER: Final = re.compile("1(?:,?000){1,3}")
_STATEMENT: Final = re.compile(r"หน่วย(?:นับ|เงิน)?|เป็น|จำนวนเงิน|[\s:：()\[\]/.=*-]")


def take(text: str) -> tuple[list[Unit], str]:
    """The units that a text speaks of, and the text without them; "1,200 ล้านบาท" is a quantity and stays."""
    plain, found, rest, end = thai.to_arabic(thai.repair(text)), [], "", 0
    for mention in _MENTION.finditer(plain):
        unit = _unit(mention)
        rest += plain[end : mention.start()] + (
            mention["count"] or "" if unit and not _power(mention) else ""
        )
        rest += " " if unit else mention[0]
        found += [unit] if unit else []
        end = mention.end()
    return found, rest + plain[end:]


def stated(text: str) -> Unit | None:
    """The unit of a text that says nothing else: "บาท", "(ล้านบาท)", "หน่วย : พันบาท"; None for any other text."""
    found, rest = take(text)
    return found[0] if len(set(found)) == 1 and not _STATEMENT.sub("", rest) else None


def _unit(mention: re.Match[str]) -> Unit | None:
    """The unit of a mention; None for a quantity."""
    if mention["foreign"]:
        return Unit(mention["foreign"], None)
    power, is_year = _power(mention), re.fullmatch(r"2[45][0-9]{2}\s*", mention["count"] or "")
    if mention["count"] and not power and not is_year:
        return None
    english = {"t": 1000, "m": 1_000_000}.get((mention["english"] or " ")[0].lower(), 1)
    baht = Decimal(_scale(mention["scale"] or mention["alone"] or "") * (power or 1) * english)
    word = mention[0] if power else mention[0].removeprefix(mention["count"] or "")
    return Unit(word.strip(), baht)


def _power(mention: re.Match[str]) -> int:
    """1,000 of "1,000 บาท", which is how tables write thousands; 0 for any other number."""
    count = (mention["count"] or "").strip()
    return int(count.replace(",", "")) if _POWER.fullmatch(count) else 0


def _scale(word: str) -> int:
    if word == "ลบ":
        return _SCALES["ล้าน"]
    million = word.endswith("ล้าน") and word != "ล้าน"
    return _SCALES[word.removesuffix("ล้าน")] * _SCALES["ล้าน"] if million else _SCALES.get(word, 1)

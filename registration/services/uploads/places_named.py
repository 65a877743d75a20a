"""Provinces, districts and subdistricts as people name them → their codes; an abolished code or name → what it became.

Pure: the names are handed in. A name that stands for several places is asked back with the places it may mean.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from registration import places
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values.addresses import Address, parted
from registration.services.uploads.values.reading import Read, plain, reader

ABOLISHED: Final = "abolished"
_CODE: Final = re.compile("[0-9]{2}|[0-9]{4}|[0-9]{6}")
_SIGNS: Final = re.compile(r"[\s.ฯ]")
_CAPITAL: Final = "เมือง"
_WORDS: Final = {  # what stands before a name, by the width of its code
    places.PROVINCE_WIDTH: r"จังหวัด|จ\.",
    places.DISTRICT_WIDTH: r"(?:กิ่ง)?(?:อำเภอ|อ\.)|เขต",
    places.SUBDISTRICT_WIDTH: r"ตำบล|ต\.|แขวง",
}
_CALLED: Final = {
    places.PROVINCE_WIDTH: "จังหวัด",
    places.DISTRICT_WIDTH: "อำเภอ",
    places.SUBDISTRICT_WIDTH: "ตำบล",
}
_WITH_WORD: Final = re.compile(r"\s*(?:ตำบล|ต\.|แขวง)")
_SHORT_PROVINCES: Final = {
    "กทม": "กรุงเทพมหานคร", "กรุงเทพ": "กรุงเทพมหานคร", "อยุธยา": "พระนครศรีอยุธยา", "โคราช": "นครราชสีมา",
    "แปดริ้ว": "ฉะเชิงเทรา", "นครศรี": "นครศรีธรรมราช", "อุบล": "อุบลราชธานี", "อุดร": "อุดรธานี", "สุราษฎร์": "สุราษฎร์ธานี",
    "สุราษฏร์ธานี": "สุราษฎร์ธานี", "ประจวบ": "ประจวบคีรีขันธ์", "สุพรรณ": "สุพรรณบุรี", "กาญจน์": "กาญจนบุรี",
}  # fmt: skip


@dataclass(frozen=True)
class Places:
    """The names that readers know. `names` {code: name} of all three levels, as they stand now.

    `former` {abolished code: its name}, `successors` {abolished code: the codes that it became}, `asked` {(a
    subdistrict's name, where it was looked for): what it was read as}: a list names the same few again and again.
    """

    names: Mapping[str, str]
    former: Mapping[str, str] = field(default_factory=dict)
    successors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asked: dict[tuple[str, str], Read[str]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def by_name(self) -> Mapping[str, tuple[str, ...]]:
        return _by_name(self.names)

    @cached_property
    def by_former_name(self) -> Mapping[str, tuple[str, ...]]:
        return _by_name(self.former)

    def full(self, code: str) -> str:
        """ตำบลท่าซัก อำเภอเมืองนครศรีธรรมราช จังหวัดนครศรีธรรมราช"""
        known = []
        while code:
            known.append(f"{places.word_of(code)}{self.names.get(code, code)}")
            code = places.above(code)
        return " ".join(known)

    def now(self, code: str) -> tuple[str, ...]:
        """The present places that a code, present or abolished, stands for."""
        if code in self.names:
            return (code,)
        found = [now for each in self.successors.get(code, ()) for now in self.now(each)]
        return tuple(dict.fromkeys(found))


def _by_name(names: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in names.items():
        found[f"{places.width_of(code)}{_key(name)}"].append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def _key(name: str) -> str:
    """A repaired name without spaces, dots and ฯ."""
    return _SIGNS.sub("", name)


@reader(str)
def province(cell: Cell, known: Places) -> Read[str]:
    """The code of a province: by code, name, or a short name that everybody uses."""
    text = plain(cell)
    bare = _key(_bare(text, places.PROVINCE_WIDTH))
    return _found(_SHORT_PROVINCES.get(bare, text), places.PROVINCE_WIDTH, "", known)


@reader(str)
def district(cell: Cell, known: Places, within: str = "") -> Read[str]:
    """The code of a district inside `within`; "เมือง" alone is the one of the province's capital."""
    text = plain(cell)
    address = parted(text) if re.search(r"จังหวัด|จ\.", text) else Address(district=text)
    if address.province:
        within = _found(address.province, places.PROVINCE_WIDTH, "", known).value
    return _found(address.district or text, places.DISTRICT_WIDTH, within, known)


@reader(str)
def subdistrict(cell: Cell, known: Places, within: str = "") -> Read[str]:
    """The code of a subdistrict inside `within`, a district or a province; with its district or province behind it."""
    text = plain(cell)
    if (text, within) not in known.asked:
        known.asked[text, within] = _subdistrict(text, known, within)
    return known.asked[text, within]


def _subdistrict(text: str, known: Places, within: str) -> Read[str]:
    address = parted(text if _WITH_WORD.match(text) else f"ตำบล{text}")
    if address.district or address.province:
        return _of_address(replace(address, rest=""), known, within)
    return _found(text, places.SUBDISTRICT_WIDTH, within, known)


def subdistrict_of(address: Address, known: Places, within: str = "") -> Read[str]:
    """The subdistrict of an address that was read in parts; words in none of its boxes may name it. Raises nothing."""
    try:
        return _of_address(address, known, within)
    except ValueError as fault:
        return Read("", fault=str(fault), code="place")


def _of_address(address: Address, known: Places, within: str) -> Read[str]:
    if address.province:
        bare = _key(_bare(address.province, places.PROVINCE_WIDTH))
        named = _found(_SHORT_PROVINCES.get(bare, address.province), places.PROVINCE_WIDTH, "", known).value
        within = within if within.startswith(named) else named
    if address.district:
        named = _found(address.district, places.DISTRICT_WIDTH, places.province_of(within), known).value
        within = within if within.startswith(named) else named
    if address.subdistrict:
        return _found(address.subdistrict, places.SUBDISTRICT_WIDTH, within, known)
    for word in address.rest.split():
        codes = _candidates(word, places.SUBDISTRICT_WIDTH, within, known.by_name)
        if len(codes) == 1 and places.is_district(within):
            return Read(codes[0], said=f"อ่าน “{word}” ว่า {known.full(codes[0])}", code="place")
    return Read("")


def _found(text: str, width: int, within: str, known: Places) -> Read[str]:
    """The one place of a width that a text names. Raises: ValueError for none and for several."""
    code = re.sub(r"\s", "", text)
    if _CODE.fullmatch(code):
        return _of_code(code, width, known)
    codes = _candidates(text, width, within, known.by_name)
    if len(codes) == 1:
        return Read(codes[0])
    if codes:
        raise ValueError(f"มี{_CALLED[width]} “{text}” หลายแห่ง: {_listed(codes, known)} กรุณาระบุให้ชัด")
    if former := _candidates(text, width, within, known.by_former_name):
        return _became(text, [now for each in former for now in known.now(each)], known)
    inside = f" ใน{known.full(within)}" if within else ""
    raise ValueError(f"ไม่พบ{_CALLED[width]} “{text}”{inside} กรุณาตรวจชื่อ")


def _of_code(code: str, width: int, known: Places) -> Read[str]:
    if places.width_of(code) != width:
        raise ValueError(f"รหัส {code} ไม่ใช่รหัส{_CALLED[width]} ซึ่งมี {width} หลัก")
    if code in known.names:
        return Read(code)
    if code in known.former or code in known.successors:
        return _became(code, known.now(code), known)
    raise ValueError(f"ไม่มี{_CALLED[width]}รหัส {code}")


def _became(text: str, codes: Iterable[str], known: Places) -> Read[str]:
    """The one place that an abolished one became. Raises: ValueError for none and for several."""
    now = list(dict.fromkeys(codes))
    if len(now) == 1:
        return Read(now[0], said=f"“{text}” ยกเลิกแล้ว ปัจจุบันคือ {known.full(now[0])}", code=ABOLISHED)
    listed = f" ปัจจุบันเป็น {_listed(now, known)}" if now else ""
    raise ValueError(f"“{text}” ยกเลิกแล้ว{listed} กรุณาระบุชื่อปัจจุบัน")


def _listed(codes: Iterable[str], known: Places) -> str:
    return ", ".join(known.full(code) for code in codes)


def _candidates(text: str, width: int, within: str, index: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The places of a width inside `within` that a text may name, with the word before the name or without."""
    names = [_key(text), _key(_bare(text, width))]
    codes = [code for name in names for code in index.get(f"{width}{name}", ()) if code.startswith(within)]
    if not codes and width == places.DISTRICT_WIDTH and names[-1] == _CAPITAL and within:
        codes = _capital(places.province_of(within), index)
    return list(dict.fromkeys(codes))


def _capital(province_code: str, index: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The district of a province's capital: เมือง and the province's name, or the province's name alone."""
    own = {name for name, codes in index.items() if province_code in codes}
    for name in own:
        bare = name.removeprefix(str(places.PROVINCE_WIDTH))
        for called in (f"{_CAPITAL}{bare}", bare):
            codes = index.get(f"{places.DISTRICT_WIDTH}{called}", ())
            if inside := [code for code in codes if code.startswith(province_code)]:
                return inside
    return []


def _bare(text: str, width: int) -> str:
    """A name without the word before it."""
    return re.sub(rf"^\s*(?:{_WORDS[width]})\s*", "", text)

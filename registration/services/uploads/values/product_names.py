"""The name of a product: without the number that a list puts before it, and told where a cell may hold several."""

import re
from typing import Final

from otop_registry import thai
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values.reading import Read, as_read, reader, text_of

SEVERAL: Final = "several_products"
_NAME_BEGINS: Final = r"\s*(?=[ก-๎A-Za-z“\"(])"
_LEADING: Final = re.compile(rf"^(?:\(?[0-9]{{1,2}}[.)]+(?![0-9])|[•·]|[-–*](?=\s)){_NAME_BEGINS}")
_BULLETED: Final = re.compile(rf"^\s*(?:\(?[0-9]{{1,2}}[.)]+(?![0-9])|[•·*–-]){_NAME_BEGINS}")
_PARTED: Final = re.compile(r"[\n;]|,(?![0-9])")
_NUMBERED: Final = re.compile(r"(?:^|[\s,;])\(?([0-9]{1,2})[.)]+\s*(?=[ก-๎A-Za-z])")


@reader(str)
def product_name(cell: Cell) -> Read[str]:
    """One name. What is numbered or has bullets is several and asked to be parted; a comma may be a name's own."""
    typed = thai.repair(text_of(cell), multiline=True)
    plain = thai.to_arabic(typed)
    bulleted = [line for line in plain.split("\n") if _BULLETED.match(line)]
    numbers = [int(number) for number in _NUMBERED.findall(plain)]
    if len(bulleted) > 1 or numbers[:2] == [1, 2]:
        raise ValueError(f"ช่องนี้มีหลายผลิตภัณฑ์ ({thai.repair(typed)}) กรุณาแยกเป็นแถวละหนึ่งผลิตภัณฑ์")
    name = thai.repair(typed)
    if found := _LEADING.match(thai.to_arabic(name)):
        name = name[found.end() :]
    if len(list(filter(str.strip, _PARTED.split(typed)))) > 1:
        said = f"อ่านเป็นผลิตภัณฑ์เดียวว่า “{name}” ถ้าเป็นหลายผลิตภัณฑ์ กรุณาแยกเป็นแถวละหนึ่งผลิตภัณฑ์"
        return Read(name, said=said, code=SEVERAL)
    return as_read(name, text_of(cell), name)

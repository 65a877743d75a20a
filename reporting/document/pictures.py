"""What executives see at a glance, as the templates take it: counts and quarters by grade, tiles, the map.

A colour never carries meaning alone: its letter, count or class in the legend stands with it, and in grey the colours
keep their order. Only numbers of our own reckoning become rules.
"""

from typing import Any, Final

from reporting.document.values import Digits
from reporting.paper import Map, Picture, Table, Tiles, Value

LETTERS: Final = ("A", "B", "C", "D", "")  # "" without a grade; the columns behind the first of such a table
MANY: Final = 24  # tiles: set small
READABLE: Final = 9  # percent of a bar that hold a letter and its count
LEGEND: Final = {
    "75": ("#134657", "ร้อยละ 75 ขึ้นไป"),
    "50": ("#3f86a0", "50 ถึงไม่ถึง 75"),
    "25": ("#b9d5de", "25 ถึงไม่ถึง 50"),
    "0": ("#faf0d7", "ต่ำกว่าร้อยละ 25"),
    "none": ("#ffffff", "ยังประเมินไม่ได้"),
}  # class of a map: its colour, as an SVG needs it, and its words


def of_table(table: Table, name: str, digits: Digits) -> dict[str, Any]:
    """A table of counts as its picture."""
    shown = {"name": digits(table.name), "index": name}
    if table.picture == Picture.TALLIES:
        return shown | {"kind": "tallies", "tallies": _tallies(table, digits)}
    rows = [_bar(row, f"{name}-{place}", digits) for place, row in enumerate(table.rows)]
    rules = [rule for _, pieces in rows for *_, rule in pieces]
    return shown | {"kind": "bars", "bars": rows, "rules": rules}


def of_tiles(tiles: Tiles, digits: Digits) -> dict[str, Any]:
    shown = [(digits(each.name), each.letter, digits(each.moved)) for each in tiles.tiles]
    return {
        "kind": "tiles",
        "name": digits(tiles.name),
        "tiles": shown,
        "size": "single" if len(shown) == 1 else "many" * (len(shown) > MANY),
    }


def of_map(map: Map, digits: Digits) -> dict[str, Any]:
    return {
        "kind": "map",
        "view_box": map.view_box,
        "areas": [(each.outline, LEGEND[each.step][0]) for each in map.areas],
        "name": digits(map.name),
        "note": digits(map.note),
        "legend": [(step, digits(words)) for step, (_, words) in LEGEND.items()],
    }


def _tallies(table: Table, digits: Digits) -> list[tuple[str, str, str]]:
    """Letter, count, and the change since the month before where that had grades."""
    now, *others = table.rows
    changes: tuple[Value, ...] = others[-1] if len(others) > 1 else ()
    return [
        (letter, digits(f"{now[place]:,}"), _change(changes[place] if changes else None, digits))
        for place, letter in enumerate(LETTERS, 1)
    ]


def _change(change: Value, digits: Digits) -> str:
    if not isinstance(change, int):
        return ""
    if change == 0:
        return "เท่าเดิม"
    return digits(f"{'เพิ่ม' if change > 0 else 'ลด'} {abs(change):,}")


def _bar(row: tuple[Value, ...], name: str, digits: Digits) -> tuple[str, list[tuple[str, str, str, str]]]:
    """A quarter's label, and of each grade there is: letter, words, the name of its piece and the rule of its width."""
    counts = [
        (letter, count) for letter, count in zip(LETTERS, row[1:], strict=False) if isinstance(count, int)
    ]
    total = sum(count for _, count in counts)
    pieces = [
        (
            letter,
            digits(f"{letter or '–'} {count:,}") if 100 * count >= READABLE * total else "",
            f"b{name}-{place}",
            f"#b{name}-{place} {{ width: {100 * count / total:.3f}% }}",
        )
        for place, (letter, count) in enumerate(counts)
        if count
    ]
    return digits(str(row[0]).partition(" ")[0]), pieces  # the last one is the running quarter

"""Anchors: how long each chain of the journal is and what its newest hash says, kept outside the database.

A chain shows a changed row by itself, but neither that its end was cut off nor that the whole of it was written anew.
An anchor is a small file under a key that the database does not hold: written every night into `anchors/` of the
data folder, put into every backup, and compared with every walk over the journal. Source: decision 0101.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from otop_registry import keys, thai
from otop_registry.keys import Purpose
from registration import content
from registration.services.journal import BrokenLink, Link

KEPT: Final = 40  # nights; of what is older the first of each month stays
FRESH: Final = timedelta(hours=26)  # one is written every night
NAME: Final = "anchor-%Y%m%d-%H%M%S.json"  # C.E. and UTC, so that names sort
FOLDER: Final = "anchors"  # in the data folder, and in a backup


@dataclass(frozen=True)
class Anchor:
    """Heads as they stood: {unit: (seq, hash)}, and {"round/number": fingerprint} of every edition."""

    at: datetime
    heads: Mapping[str, tuple[int, str]]
    editions: Mapping[str, str]

    @property
    def day(self) -> str:
        return thai.short_date(timezone.localdate(self.at))


@dataclass(frozen=True)
class Known:
    """The anchors that were found, the oldest first, and the files that bear no seal of ours."""

    anchors: list[Anchor] = field(default_factory=list)
    spoilt: list[Path] = field(default_factory=list)


def own_folder() -> Path:
    """Where this installation keeps its anchors."""
    return Path(settings.DATA_DIR) / FOLDER


def write(anchor: Anchor, folder: Path) -> Path:
    """A file that is there whole or not at all."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / anchor.at.astimezone(UTC).strftime(NAME)
    aside = target.with_suffix(".unfinished")
    aside.write_text(_sealed(anchor), encoding="utf-8")
    aside.replace(target)
    return target


def thin(folder: Path) -> None:
    """Keeps the newest nights, and of what is older the first anchor of each month."""
    months = set[str]()
    for file in files(folder)[:-KEPT]:
        month = file.name[: len("anchor-YYYYMM")]
        if month in months:
            file.unlink()
        months.add(month)


def files(folder: Path) -> list[Path]:
    """The anchors of a folder, the oldest first."""
    return sorted(folder.glob("anchor-*.json"))


def youngest(folder: Path) -> datetime | None:
    """When the newest was written, as its name says; None without any."""
    found = files(folder)
    return datetime.strptime(found[-1].name, NAME).replace(tzinfo=UTC) if found else None


def known(folders: Iterable[Path]) -> Known:
    """What the folders hold."""
    found = Known()
    for file in (file for folder in folders for file in files(folder)):
        if anchor := _opened(file):
            found.anchors.append(anchor)
        else:
            found.spoilt.append(file)
    found.anchors.sort(key=lambda anchor: anchor.at)
    return found


def _sealed(anchor: Anchor) -> str:
    said = {"at": anchor.at.isoformat(), "heads": dict(anchor.heads), "editions": dict(anchor.editions)}
    return json.dumps({"said": said, "seal": keys.digest(Purpose.ANCHOR, _text(said))}, indent=1)


def _text(said: Any) -> str:  # noqa: ANN401 (plain data)
    return content.canonical(said).decode()


def _opened(file: Path) -> Anchor | None:
    """None for a file that was not written under one of our keys."""
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        said = held["said"]
        if held["seal"] not in keys.digests(Purpose.ANCHOR, _text(said)):
            return None
        heads = {code: (seq, hash_) for code, (seq, hash_) in said["heads"].items()}
        return Anchor(datetime.fromisoformat(said["at"]), heads, said["editions"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


class Marks:
    """Compares a walk over the chains with anchors, and gathers the heads for the next one."""

    def __init__(self, found: Known, unit_code: str = "") -> None:
        self.heads: dict[str, tuple[int, str]] = {}
        self._spoilt = found.spoilt
        self._due: dict[str, dict[int, list[tuple[str, Anchor]]]] = {}
        self._matched: dict[str, int] = {}
        self._bad: dict[str, BrokenLink] = {}
        for anchor in found.anchors:
            for code, (seq, hash_) in anchor.heads.items():
                if code.startswith(unit_code):
                    self._due.setdefault(code, {}).setdefault(seq, []).append((hash_, anchor))

    def see(self, link: Link) -> None:
        """The next event of the walk."""
        self.heads[link.unit_id] = (link.seq, link.hash)
        for hash_, anchor in self._due.get(link.unit_id, {}).get(link.seq, ()):
            if hash_ == link.hash:
                self._matched[link.unit_id] = link.seq
            else:
                after = self._matched.get(link.unit_id, 0)
                why = f"ไม่ตรงกับหลักยึดวันที่ {anchor.day} บันทึกถูกเขียนใหม่หลังรายการที่ {after}"
                self._bad.setdefault(link.unit_id, BrokenLink(link.unit_id, link.seq, why))

    def faults(self) -> Iterator[BrokenLink]:
        """What the anchors say otherwise: rewritten, cut off at the end, gone; and anchors that were changed."""
        for file in self._spoilt:
            yield BrokenLink("", 0, f"หลักยึด {file.name} ถูกแก้ไข หรือไม่มีกุญแจที่ใช้ผนึก")
        yield from self._bad.values()
        for code, due in sorted(self._due.items()):
            seq = max(due)
            day, (has, _) = due[seq][0][1].day, self.heads.get(code, (0, ""))
            if not has:
                yield BrokenLink(code, 1, f"บันทึกทั้งเล่มหายไป หลักยึดวันที่ {day} มีถึงรายการที่ {seq}")
            elif has < seq:
                yield BrokenLink(code, has + 1, f"ท้ายบันทึกถูกตัด หลักยึดวันที่ {day} มีถึงรายการที่ {seq}")

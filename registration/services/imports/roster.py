"""A list of producers with their products: judged beside the registry, applied by its writes, taken back as one act.

Lines may be flat or merged; a list without numbers is kept by name and place until somebody says the rest.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from registration import content
from registration.access import Action
from registration.models import Subdistrict, Succession, Unit
from registration.models.producers import ProducerKind, ProductType
from registration.models.uploads import RowState
from registration.places import Level
from registration.services.imports import (
    roster_applying,
    roster_columns,
    roster_grouping,
    roster_lacking,
    roster_mending,
    roster_reading,
    roster_setting,
    roster_ticks,
)
from registration.services.imports.kinds import About, Judged, Scene, Statement, TableKind
from registration.services.imports.roster_applying import RULE, SEEN
from registration.services.imports.roster_doubts import Doubts
from registration.services.imports.roster_matching import BY_NAME, BY_NAME_WORDS, Matcher, Verdict
from registration.services.imports.roster_said import Said
from registration.services.registry import NewProducer, rules
from registration.services.registry.rules import Fault
from registration.services.uploads import several
from registration.services.uploads.findings import Finding, Severity
from registration.services.uploads.pieces import in_pieces, uncollected
from registration.services.uploads.places_named import Places
from registration.services.uploads.records import Record, Table

STATEMENTS: Final = (
    Statement("is_thai", "ทุกรายในไฟล์นี้ ผู้ผลิตและสมาชิกมีสัญชาติไทย"),
    Statement("takes_part_in_production", "ทุกรายในไฟล์นี้ ชุมชนมีส่วนร่วมในการผลิต"),
    Statement("takes_part_in_management", "ทุกรายในไฟล์นี้ ชุมชนมีส่วนร่วมในการบริหารจัดการ"),
    Statement("community_benefits", "ทุกรายในไฟล์นี้ ชุมชนได้รับประโยชน์"),
    Statement("kind", "รายที่ไม่บอกประเภทผู้ผลิต", dict(ProducerKind.choices) | {BY_NAME: BY_NAME_WORDS}),
    Statement("product_type", "ผลิตภัณฑ์ที่ไม่บอกประเภท", dict(ProductType.choices)),
)
PIECE: Final = 2500  # producers judged together
NO_TYPE: Final = f"ยังไม่มี{content.label_of('products.0.product_type')}"
TICKS: Final = ("is_thai", *rules.COMMUNITY_LINKS)


@dataclass(frozen=True)
class _Judging:
    """One list being judged: where its columns stand, what of it nobody has stated yet, what stood in it so far."""

    scene: Scene
    letters: Mapping[str, str]
    must_exist: bool
    known: Places
    doubts: Doubts
    seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def judged(self, table: Table) -> Iterator[Judged]:
        """The producers one by one, the registry asked for a piece at once: a long list never stands whole."""
        stated = self._stated()
        for groups in in_pieces(roster_grouping.groups(table.records), PIECE):
            yield from self._piece([[table.records[place] for place in places] for places in groups], stated)

    @uncollected()
    def _piece(self, lines: Iterable[Sequence[Record]], stated: Mapping[str, Any]) -> list[Judged]:
        unit, on = self.scene.unit, self.scene.on
        said = [roster_reading.read(each, self.known, unit.code, self.letters) for each in lines]
        fields = [each.fields | {"typed": each.typed, "stated": stated} for each in said]
        matcher = Matcher(unit, on, fields, must_exist=self.must_exist)
        for each in said:
            _tell_continued(each)
        judged = [self._one(each, own, matcher) for each, own in zip(said, fields, strict=True)]
        return self.doubts.told(judged)

    def _stated(self) -> dict[str, Any]:
        """What the officer stated for whoever is new; a check without an officer takes it that somebody will."""
        assumed = {} if self.scene.by else {name: True for name in TICKS if name not in self.letters}
        known = {each.key for each in STATEMENTS}
        return assumed | {key: value for key, value in self.scene.said.items() if key in known and value}

    def _one(self, said: Said, fields: dict[str, Any], matcher: Matcher) -> tuple[Judged, NewProducer]:
        verdict = _without_twin(matcher.verdict(fields), fields, said.records[0].row, self.seen)
        findings = [
            *said.findings,
            *self._told(verdict.faults, said),
            *_unproved(said),
            *_kind_told(said, verdict),
        ]
        is_held = any(each.is_error for each in findings)
        state = RowState.FAULTY if is_held and verdict.state != RowState.ELSEWHERE else verdict.state
        title = str(fields.get("name") or _first_product(fields) or f"แถว {said.records[0].row}")[:200]
        record = verdict.record.pk if verdict.record else None
        fields = {**fields, SEEN: verdict.version}
        judged = Judged(said.records, title, fields, tuple(findings), state, verdict.key, record)
        return judged, verdict.given

    def _told(self, faults: Iterable[Fault], said: Said) -> list[Finding]:
        """Faults of the rules beside the cell they are about; those of one cell that was not read are told already."""
        told = {(each.row, each.column) for each in said.findings if each.is_error}
        found = []
        for fault in faults:
            field = "product_type" if fault.text == NO_TYPE else fault.field
            columns = roster_columns.COLUMNS_OF.get(field, (field,))
            letter = next((self.letters[key] for key in columns if key in self.letters), "")
            place = said.records[0]
            if not letter or (place.row, letter) not in told:
                code = f"{RULE}{fault.field}"
                found.append(Finding(place.row, letter, Severity.ERROR.value, code, fault.text, place.sheet))
        return found


def _without_twin(
    verdict: Verdict, fields: Mapping[str, Any], row: int, seen: dict[tuple[str, str], int]
) -> Verdict:
    """Of two producers of one list with the same number and kind, or about one record, the second is asked back."""
    person = (str(fields.get("citizen_id") or ""), str(fields.get("kind") or ""))
    keys = [person] if person[0] else []
    keys += [("record", str(verdict.record.pk))] if verdict.record else []
    twin = next((seen[key] for key in keys if key in seen), None)
    for key in keys:
        seen.setdefault(key, row)
    if twin is None:
        return verdict
    fault = Fault("citizen_id" if person[0] else "name", f"เป็นรายเดียวกับแถว {twin} ในไฟล์นี้")
    return replace(verdict, state=RowState.FAULTY, faults=(*verdict.faults, fault))


def _tell_continued(said: Said) -> None:
    for record in roster_grouping.continued(said.records):
        cell = next(iter(record.cells.values()))
        said.tell(
            cell, Severity.WARNING, "continued", f"แถวนี้มีแต่ผลิตภัณฑ์ จึงนับเป็นของรายในแถว {said.records[0].row}"
        )


def _kind_told(said: Said, verdict: Verdict) -> list[Finding]:
    """The kind that the officer had read from the name, told beside the producer."""
    kind = verdict.merged.get("kind")
    if said.fields.get("kind") or not kind or verdict.record:
        return []
    first, text = said.records[0], f"ประเภทผู้ผลิต: {ProducerKind(kind).label} ตามที่ท่านเลือกไว้สำหรับรายที่ไม่บอก"
    return [Finding(first.row, "", Severity.REMARK.value, "kind_stated", text, first.sheet)]


def _unproved(said: Said) -> list[Finding]:
    """Standards without a number are told: a certificate has one."""
    found = []
    for product in said.fields["products"]:
        if product.get("unproved"):
            row, key = product["row"], several.key_at("standards", product["place"])
            held = [each.cells[key] for each in said.records if key in each.cells]
            held += [
                each for one in said.records for each in roster_ticks.marked(one.cells, "standards").values()
            ]
            cell = next((each for each in held if each.row == row), held[0])
            text = "มาตรฐานที่ไม่มีเลขที่ยังไม่บันทึก กรุณาเพิ่มเลขที่ใบรับรอง"
            found.append(
                Finding(row, cell.letter, Severity.WARNING.value, "unproved", text, said.records[0].sheet)
            )
    return found


def _first_product(fields: Mapping[str, Any]) -> str:
    return next((str(each.get("name") or "") for each in fields["products"]), "")


def known_places() -> Places:
    """Every place by its name, present and abolished: two questions."""
    units = dict(Unit.objects.exclude(pk="").filter(valid_to=None).values_list("code", "name"))
    former = dict(Unit.objects.exclude(valid_to=None).values_list("code", "name"))
    rows = Subdistrict.objects.values_list("code", "name", "valid_to")
    for code, name, valid_to in rows:
        (units if valid_to is None else former)[code] = name
    became: dict[str, tuple[str, ...]] = {}
    for old, new in Succession.objects.values_list("predecessor_code", "successor_code"):
        became[old] = (*became.get(old, ()), new)
    return Places(units, former, became)


def judge(scene: Scene, table: Table) -> Iterator[Judged]:
    """Each producer of the list beside the registry. Reads only."""
    return judge_list(scene, table, must_exist=False)


def judge_list(scene: Scene, table: Table, *, must_exist: bool) -> Iterator[Judged]:
    """As `judge`; with `must_exist` a producer that is not registered is faulty."""
    letters = {each.key: each.letter for each in table.columns if each.key}
    judging = _Judging(scene, letters, must_exist, known_places(), Doubts(scene.on))
    _tell_unstated(scene, table, letters)
    return judging.judged(table)


def _tell_unstated(scene: Scene, table: Table, letters: Mapping[str, str]) -> None:
    """What every producer must be and the file has no column for: somebody states it for all, or for each."""
    lacking = [each for each in STATEMENTS if each.key in TICKS[:1] and each.key not in letters]
    if not any(key in letters or scene.said.get(key) for key in rules.COMMUNITY_LINKS):
        lacking.append(STATEMENTS[1])
    if [each for each in lacking if not scene.said.get(each.key)]:
        text = "ไฟล์ไม่มีคอลัมน์สัญชาติไทยหรือความเชื่อมโยงกับชุมชน ผู้บันทึกต้องยืนยันแทนทุกราย หรือกรอกทีละราย"
        table.findings.append(Finding(0, "", Severity.WARNING.value, "unstated", text, table.sheet))


ROSTER: Final = TableKind(
    code="roster",
    title="รายชื่อผู้ผลิต ผู้ประกอบการ พร้อมผลิตภัณฑ์",
    heads=roster_columns.HEADS,
    level=Level.DISTRICT,
    about=About.ROUND,
    action=Action.PRODUCER_EDIT,
    judge=judge,
    judge_again=roster_applying.judge_again,
    apply=roster_applying.apply,
    undo=roster_applying.undo,
    mend="roster",
    record_url="registration:producer",
    compare=roster_mending.changes,
    statements=STATEMENTS,
    fills=roster_lacking.fills,
    settings=roster_setting.settings,
)

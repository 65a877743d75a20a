"""A sheet → the records of its one table: every row is a record, or told by its number as what it is instead.

No record is moved to another row; what a merged cell says stands in every record beside it, and is marked as such.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from otop_registry import thai
from registration.refusal import Refused
from registration.services.uploads import columns, heads, months, own_files, row_words, several
from registration.services.uploads.columns import Band
from registration.services.uploads.findings import Finding, Severity, at
from registration.services.uploads.heads import Kind
from registration.services.uploads.pieces import Spool, uncollected
from registration.services.uploads.sheets import Cell, Sheet, letter_of
from registration.services.uploads.tables import RowKind

SAMPLES: Final = 3
NO_HEAD: Final = "no_head"
_NO_HEAD: Final = f"ไม่พบหัวตารางที่ระบบรู้จักอย่างน้อย {columns.NEEDED} คอลัมน์ กรุณาเลือกความหมายของคอลัมน์เอง"
FORMULA: Final = "formula"
_NOTHING_FILLED: Final = frozenset[str]()
_WIDE: Final = 3  # columns under one merged cell that make it a line of text across the table


@dataclass(frozen=True)
class Record:
    """One row's cells by key. `filled` names the keys whose value stands in a merged cell above."""

    sheet: str
    row: int
    cells: Mapping[str, Cell]
    filled: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ColumnRead:
    """One column as it was understood; key "" is not used. `samples`: its first values as text."""

    column: int
    letter: str
    head: str
    key: str
    samples: tuple[str, ...] = ()


@dataclass
class Table:
    """One sheet as read. `others` {what a row is: the rows that are no records}; `choices` every sheet's name.

    `totals` are the rows of `others` that add up records, `around` the texts beside the table, the sheet's name first.
    """

    sheet: str
    choices: tuple[str, ...] = ()
    columns: tuple[ColumnRead, ...] = ()
    records: list[Record] | Spool[Record] = field(default_factory=list)
    others: dict[RowKind, list[int]] = field(default_factory=dict)
    totals: list[Record] = field(default_factory=list)
    around: list[Cell] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    shape: str = ""

    @property
    def total_rows(self) -> int:
        return len(self.others.get(RowKind.TOTAL, ()))

    @property
    def note_rows(self) -> int:
        """Lines of text, and the heads repeated on later pages."""
        kinds = (RowKind.NOTE, RowKind.NUMBERS, RowKind.HEAD)
        return sum(len(self.others.get(kind, ())) for kind in kinds)

    @property
    def blank_rows(self) -> int:
        return len(self.others.get(RowKind.BLANK, ()))

    @property
    def rows_read(self) -> int:
        """Every row of the sheet: records and all others."""
        return len(self.records) + sum(map(len, self.others.values()))


@uncollected()
def read(
    sheets: Sequence[Sheet], kind: Kind, *, sheet: str = "", mapping: Mapping[int, str] | None = None
) -> Table:
    """The table of a sheet: of the named one, else of the visible one that knows the most columns.

    `mapping` {column: key, "" for not used} is what a person said instead of the guess.
    Raises: Refused for a sheet that is not there or could not be read.
    """
    own = own_files.file_of(sheets)
    sheets = [each for each in sheets if own_files.part_of(each) is None] or list(sheets)
    chosen, head = _choose(sheets, kind, sheet)
    if chosen.fault:
        raise Refused(chosen.fault)
    kept: list[Record] | Spool[Record] = Spool() if isinstance(chosen.rows, Spool) else []
    table = Table(chosen.name, choices=tuple(each.name for each in sheets), records=kept)
    if head is None or not (head.keys or mapping):
        table.findings.append(at(None, Severity.ERROR, NO_HEAD, _NO_HEAD, chosen.name))
    if head is None:
        table.others = {RowKind.UNREAD: list(range(1, len(chosen.rows) + 1))}
        return table
    head = columns.mapped(head, mapping, kind) if mapping else head
    table.shape = head.shape
    _Reader(chosen, kind, head, table).read()
    _tell_choice(table, sheets, kind)
    if own and not own.is_known:
        said = "ไฟล์นี้เป็นแบบกรอกรุ่นอื่น กรุณาตรวจความหมายของคอลัมน์ หรือดาวน์โหลดแบบกรอกใหม่"
        table.findings.insert(0, at(None, Severity.WARNING, "version", said, table.sheet))
    return table


def _choose(sheets: Sequence[Sheet], kind: Kind, name: str) -> tuple[Sheet, Band | None]:
    """The sheet to read and its head."""
    named = [each for each in sheets if each.name == name]
    if name and not named:
        offered = " ".join(f"“{each.name}”" for each in sheets)
        raise Refused(f"ไม่มีแผ่นงาน “{name}” ในไฟล์ มี {offered}")
    visible = [each for each in sheets if not each.is_hidden]
    found = [(each, columns.find(each, kind)) for each in named or visible or sheets]
    best, head = max(found, key=lambda pair: len(pair[1].keys) if pair[1] else 0)
    return best, head or columns.guessed(best)


@dataclass
class _Reader:
    """Reads the rows under a head, and under every head that follows it."""

    sheet: Sheet
    kind: Kind
    head: Band
    table: Table
    known: frozenset[str] = frozenset()
    over: dict[str, Cell] = field(default_factory=dict)  # what a line above says of the rows under it
    shared: dict[str, dict[Cell, None]] = field(default_factory=dict)  # what of it was used
    is_signed: bool = False
    joined: Mapping[str, str] = field(default_factory=dict)  # keys whose columns make one value
    merged_rows: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """The texts by which the head of a later page is suspected: its own, and the names of columns."""
        self.merged_rows = frozenset(row for row, _ in self.sheet.spans)
        own = {heads.bare(str(cell.value)) for stack in self.head.stacks.values() for cell in stack}
        self.known = frozenset(own).union(*(column.names | column.weak for column in self.kind.columns))
        self.joined = several.joined(self.kind, self.head.keys.values())

    def read(self) -> None:
        name = Cell(0, 0, self.sheet.name)
        self.table.around.append(name)
        self._take_over(row_words.over(name, self.kind.over))
        for row in range(1, self.head.first_row):
            self._aside(RowKind.NOTE if self._written(row) else RowKind.BLANK, row)
        self.over |= row_words.in_titles(self.table.around[1:], self.kind)
        self._heads(self.head)
        first = row = self.head.last_row + 1
        while row <= len(self.sheet.rows):
            if again := self._repeated(row):
                self._again(again)
                row = again.last_row + 1
                continue
            self._row(row)
            row += 1
        self.table.columns = tuple(self._columns(first))
        self._tell_columns()
        self._tell_shared()
        self._tell_rows()

    def _other(self, kind: RowKind, row: int) -> None:
        self.table.others.setdefault(kind, []).append(row)

    def _aside(self, kind: RowKind, row: int) -> None:
        """A row that is no record, with what it says to those who read the records."""
        self._other(kind, row)
        if kind == RowKind.NOTE:
            self.table.around += [cell for cell in self._written(row) if not cell.is_formula]
        elif kind == RowKind.TOTAL:
            self.table.totals.append(Record(self.sheet.name, row, *self._cells(row, self._written(row))))

    def _heads(self, band: Band) -> None:
        for row in range(band.first_row, band.last_row + 1):
            self._other(RowKind.HEAD, row)

    def _again(self, band: Band) -> None:
        """A head on a later page; where its columns stand elsewhere, they are read there from now on."""
        self._heads(band)
        self.is_signed = False
        same = {column: self.head.text(column) for column in self.head.stacks}
        if {column: band.text(column) for column in band.stacks} == same:
            return
        cell = next(iter(band.stacks.values()))[0]
        said = f"แถว {band.first_row} เป็นหัวตารางใหม่ที่คอลัมน์ไม่เหมือนหัวตารางแรก แถวต่อจากนี้อ่านตามหัวตารางใหม่"
        self.table.findings.append(at(cell, Severity.WARNING, "other_head", said, self.sheet.name))
        self.head, self.joined = band, several.joined(self.kind, band.keys.values())

    def _written(self, row: int) -> list[Cell]:
        return [cell for cell in self.sheet.rows[row - 1] if not cell.is_blank]

    def _row(self, row: int) -> None:
        written = self._written(row)
        kind = self._kind(row, written)
        if kind != RowKind.RECORD:
            self._aside(kind, row)
            return
        cells, filled = self._cells(row, written)
        self.table.records.append(Record(self.sheet.name, row, cells, filled))
        for key, cell in cells.items():
            if cell.is_formula and key not in filled | self.kind.unsaid:
                said = "ช่องนี้เป็นสูตร กรุณาคัดลอกแล้ววางเป็นค่า"
                self.table.findings.append(at(cell, Severity.ERROR, FORMULA, said, self.sheet.name))

    def _cells(self, row: int, written: Sequence[Cell]) -> tuple[dict[str, Cell], frozenset[str]]:
        """What stands in a row by key, and which of it stands in a merged cell above."""
        keys = self.head.keys
        if row not in self.merged_rows and not self.joined and not self.over:  # most rows
            return {keys[cell.column]: cell for cell in written if cell.column in keys}, _NOTHING_FILLED
        cells, filled = dict[str, Cell](), set[str]()
        for column, key in keys.items():
            cell = self._cell(row, column)
            if cell and not cell.is_blank:
                cells[key] = cell
                filled |= {key} if cell.row < row else set()
        for base, sign in self.joined.items():
            several_cells = [cells.pop(key) for key in list(cells) if several.base_of(key) == base]
            if several_cells:
                cells[base] = several.as_one(several_cells, sign)
            if any(several.base_of(key) == base for key in filled):
                filled = {key for key in filled if several.base_of(key) != base} | {base}
        shared = {key: cell for key, cell in self.over.items() if key not in self.head.keys.values()}
        for key, cell in shared.items():
            self.shared.setdefault(key, {})[cell] = None
        return shared | cells, frozenset(filled | shared.keys())

    def _cell(self, row: int, column: int) -> Cell | None:
        """The cell a reader sees; what is merged over several columns stands in the first of them alone."""
        span = self.sheet.spans.get((row, column))
        if span is None:
            return self.sheet.at(row, column)
        return self.sheet.filled(row, column) if span.first_column == column else None

    def _kind(self, row: int, written: list[Cell]) -> RowKind:
        """What a row is; whatever is not surely something else is a record."""
        if not written:
            return RowKind.BLANK
        if not self.head.keys:
            return RowKind.UNREAD
        if row == self.head.last_row + 1 and heads.is_numbering(written):
            return RowKind.NUMBERS
        return self._kind_of_words(row, written)

    def _kind_of_words(self, row: int, written: list[Cell]) -> RowKind:
        if row_words.is_sum(written):
            return RowKind.TOTAL
        if named := row_words.named_over(written, self.kind):
            self._take_over(named)
            return RowKind.NOTE
        if self._is_text(row, written):
            self.is_signed |= row_words.signs(written)
            return RowKind.NOTE
        keys, unsaid = self.head.keys, self.kind.unsaid
        says = any(cell.column in keys and keys[cell.column] not in unsaid for cell in written)
        return RowKind.RECORD if says else RowKind.NOTE

    def _take_over(self, named: tuple[str, Cell] | None) -> None:
        if named:
            self.over[named[0]] = named[1]

    def _is_text(self, row: int, written: list[Cell]) -> bool:
        """Whether a row is text beside the table: lines, what goes on under a signature, the title of a later page."""
        if all(map(self._is_line, written)) or (self.is_signed and row_words.is_under_signature(written)):
            return True
        return len(written) == 1 and bool(self._repeated(row + 1))

    def _repeated(self, row: int) -> Band | None:
        """The head that begins at a row under the first one."""
        if row > len(self.sheet.rows):
            return None
        return columns.repeated(self.sheet, self.kind, self.head, row, self.known)

    def _is_line(self, cell: Cell) -> bool:
        """Whether a cell is a line of text: merged across the table, or begun as notes begin."""
        span = self.sheet.spans.get((cell.row, cell.column))
        return (span is not None and len(span.columns) >= _WIDE) or row_words.is_note(cell)

    # --- what is told -------------------------------------------------------------------------

    def _columns(self, first: int) -> Iterator[ColumnRead]:
        samples = self._samples(first)
        for column in sorted(samples.keys() | self.head.stacks.keys()):
            key, text = self.head.keys.get(column, ""), self.head.text(column)
            yield ColumnRead(column, letter_of(column), text, key, tuple(samples.get(column, ())))

    def _samples(self, first: int) -> dict[int, dict[str, None]]:
        """{column: its first values that differ}, of the columns that have any."""
        found: dict[int, dict[str, None]] = {}
        seen: dict[int, set[object]] = {}
        full: set[int] = set()
        for row in islice(self.sheet.rows, first - 1, None):
            for cell in row:
                if cell.column in full or cell.value in seen.setdefault(cell.column, {None}) or cell.is_blank:
                    continue
                seen[cell.column].add(cell.value)
                samples = found.setdefault(cell.column, {})
                samples[thai.repair(months.written(cell.value))] = None
                full |= {cell.column} if len(samples) == SAMPLES else set()
        return found

    def _tell_columns(self) -> None:
        unused = [each for each in self.table.columns if not each.key]
        if unused:
            said = " ".join(f"{each.letter} “{each.head or each.samples[0]}”" for each in unused)
            self._tell(Severity.WARNING, "unused_column", f"คอลัมน์ที่ไม่ได้ใช้: {said}")
            self._tell_twins(unused)
            self._ask(unused)
        if hidden := [each.letter for each in self.table.columns if each.column in self.sheet.hidden_columns]:
            self._tell(Severity.WARNING, "hidden_column", f"คอลัมน์ที่ซ่อนไว้ถูกอ่านด้วย: {' '.join(hidden)}")

    def _tell_twins(self, unused: Sequence[ColumnRead]) -> None:
        """Heads that stand a second time beside the table: another block of it that nobody read."""
        used = {heads.bare(each.head): each.letter for each in self.table.columns if each.key and each.head}
        twins = [each for each in unused if heads.bare(each.head) in used]
        if len(twins) >= columns.NEEDED:
            listed = " ".join(f"{each.letter} (เหมือน {used[heads.bare(each.head)]})" for each in twins)
            said = "หัวตารางซ้ำกันสองชุดในแถวเดียวกัน ระบบอ่านชุดแรก กรุณาย้ายชุดหลังไปต่อท้ายชุดแรก หรือไว้คนละแผ่นงาน"
            self._tell(Severity.ERROR, "second_block", f"{said}: {listed}")

    def _ask(self, unused: Sequence[ColumnRead]) -> None:
        """Heads that offices use for several things: nobody guesses which."""
        for each in unused:
            meant = [column.title for column in self.kind.columns if heads.bare(each.head) in column.perhaps]
            if meant:
                said = f"คอลัมน์ {each.letter} “{each.head}” อาจเป็น{' หรือ '.join(meant)} กรุณาเลือกความหมายเอง หรือไม่ใช้"
                self._tell(Severity.WARNING, "perhaps", said)

    def _tell_shared(self) -> None:
        titles = {column.key: column.title for column in self.kind.columns}
        for key, cells in self.shared.items():
            listed = ", ".join(
                f"“{thai.repair(str(cell.value))}” {f'แถว {cell.row}' if cell.row else 'ชื่อแผ่นงาน'}"
                for cell in cells
            )
            said = f"ไม่มีคอลัมน์{titles[key]} จึงอ่านจากข้อความเหนือรายการ: {listed}"
            self._tell(Severity.WARNING, "over", said)

    def _tell_rows(self) -> None:
        read = {record.row for record in self.table.records}
        if hidden := sorted(read & self.sheet.hidden_rows):
            self._tell(Severity.WARNING, "hidden_row", f"แถวที่ซ่อนไว้ถูกอ่านด้วย: {rows_said(hidden)}")
        numbers = self.table.others.get(RowKind.NUMBERS, [])
        under = [row for row in self.table.others.get(RowKind.NOTE, ()) if row > self.head.first_row]
        for code, rows, said in (
            ("total_row", self.table.others.get(RowKind.TOTAL, []), "แถวที่เป็นยอดรวม ไม่นับเป็นรายการ"),
            ("numbers_row", numbers, "แถวที่เป็นเลขลำดับคอลัมน์ ไม่นับเป็นรายการ"),
            ("note_row", under, "แถวที่เป็นข้อความหรือมีแต่ลำดับ ไม่นับเป็นรายการ"),
        ):
            if rows:
                self._tell(Severity.REMARK, code, f"{said}: {rows_said(rows)}")

    def _tell(self, severity: Severity, code: str, message: str) -> None:
        self.table.findings.append(at(None, severity, code, message, self.sheet.name))


def _tell_choice(table: Table, sheets: Sequence[Sheet], kind: Kind) -> None:
    """Which other sheets hold a table, and which are hidden or could not be read."""
    others = [each for each in sheets if each.name != table.sheet]
    if any(each.is_hidden for each in sheets if each.name == table.sheet):
        said = f"แผ่นงาน “{table.sheet}” ที่อ่านถูกซ่อนไว้ในไฟล์"
        table.findings.insert(0, at(None, Severity.WARNING, "hidden_sheet", said, table.sheet))
    hidden = [each.name for each in others if each.is_hidden]
    holding = [
        each.name for each in others if not each.is_hidden and (each.fault or columns.find(each, kind))
    ]
    for code, names, said in (
        ("sheet", holding, f"อ่านแผ่นงาน “{table.sheet}” แผ่นงานอื่นที่มีตาราง เลือกอ่านแทนได้"),
        ("hidden_sheet", hidden, "ไม่ได้อ่านแผ่นงานที่ซ่อนไว้"),
    ):
        if names:
            listed = " ".join(f"“{name}”" for name in names)
            table.findings.insert(0, at(None, Severity.WARNING, code, f"{said}: {listed}", table.sheet))


def rows_said(rows: Sequence[int]) -> str:
    """3-5, 9, 12: rows in a sentence, neighbours joined."""
    parts: list[list[int]] = []
    for row in rows:
        if parts and row == parts[-1][-1] + 1:
            parts[-1][1:] = [row]
        else:
            parts.append([row])
    return ", ".join("-".join(map(str, part)) for part in parts)

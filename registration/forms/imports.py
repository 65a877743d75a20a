"""What an officer brings and says of it: a file or a pasted table, what its columns mean, what holds for every row."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django import forms

from otop_registry import thai
from registration.forms.fields import ThaiFormMixin
from registration.models import Unit
from registration.services import subjects
from registration.services.imports.kinds import About, TableKind
from registration.services.uploads import several
from registration.services.uploads.gate import MAX_BYTES
from registration.services.uploads.monthly import MonthKey
from registration.timetable import Quarter

PASTED = "ตารางที่วาง"
MONTHS_OFFERED = 13  # the running one and a year back
QUARTERS_OFFERED = 6  # the next one, the running one and a year back
MOST_PASTED = MAX_BYTES // 4  # letters: a Thai one takes three bytes


SUBJECTS: Final = {About.MONTH: "month", About.QUARTER: "quarter"}  # the box that says what a table is about


class BringForm(ThaiFormMixin, forms.Form):
    """A file, or a table pasted from a spreadsheet; never both. What only some kinds need is asked of these."""

    unit = forms.ChoiceField(label="หน่วยงาน")
    kind = forms.ChoiceField(label="ข้อมูลที่นำเข้า", widget=forms.RadioSelect)
    month = forms.ChoiceField(label="เดือนของยอดจำหน่าย", required=False)
    quarter = forms.ChoiceField(label="ไตรมาสของเป้าหมาย", required=False)
    file = forms.FileField(
        label="ไฟล์ Excel (.xlsx) หรือ CSV",
        required=False,
        help_text="ไม่เกิน 5 MB และ 5,000 แถว ไฟล์ .xls รุ่นเก่าให้บันทึกเป็น .xlsx ก่อน",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    pasted = forms.CharField(
        label="หรือวางตารางจาก Excel",
        required=False,
        strip=False,
        max_length=MOST_PASTED,
        help_text="คัดลอกทั้งตารางพร้อมหัวตาราง แล้ววางที่นี่",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, *args: Any, units: Sequence[Unit], kinds: Sequence[TableKind], on: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.units, self.kinds = {unit.code: unit for unit in units}, {kind.code: kind for kind in kinds}
        running = Quarter.of(on).fiscal_year_be
        years = [
            (subjects.of_year(each), f"ทุกเดือนในตาราง ปีงบประมาณ {each}") for each in (running, running - 1)
        ]
        months = [(subjects.of_month(each), thai.month_name(each)) for each in _months(on)]
        self._offer("month", About.MONTH, [*months, *years])
        quarters = [(subjects.of_quarter(each), each.label) for each in _quarters(on)]
        self._offer("quarter", About.QUARTER, quarters)
        self.fields["unit"].choices = [(unit.code, str(unit)) for unit in units]
        self.fields["kind"].choices = [(kind.code, kind.title) for kind in kinds]
        self.fields["kind"].initial = kinds[0].code if kinds else ""
        self.fields["file"].need = self.fields["pasted"].need = "อย่างใดอย่างหนึ่ง"
        if len(units) == 1:
            self.fields["unit"].initial = units[0].code
            self.fields["unit"].widget = forms.HiddenInput()

    def _offer(self, name: str, about: About, choices: list[tuple[str, str]]) -> None:
        """A box for the subject of kinds that are about something to choose; none where no such kind is offered."""
        titles = [kind.title for kind in self.kinds.values() if kind.about == about]
        if not titles:
            del self.fields[name]
            return
        self.fields[name].choices = [("", "ไม่ได้เลือก"), *choices]
        self.fields[name].need = "ต้องเลือกเมื่อนำเข้า" + " หรือ".join(titles)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_file, has_text = bool(cleaned.get("file")), bool((cleaned.get("pasted") or "").strip())
        if not self.errors and has_file == has_text:
            self.add_error("file", "เลือกไฟล์ หรือวางตาราง อย่างใดอย่างหนึ่ง")
        kind, unit = self.kinds.get(cleaned.get("kind", "")), self.units.get(cleaned.get("unit", ""))
        box = SUBJECTS.get(kind.about) if kind else None
        if box and not cleaned.get(box) and box not in self.errors:
            self.add_error(box, f"กรุณาเลือก{self.fields[box].label}")
        if kind and unit and kind.level != unit.level:
            self.add_error("kind", f"{kind.title} นำเข้าให้{unit}ไม่ได้")
        return cleaned

    @property
    def subject(self) -> str:
        """What the table is about: the month or quarter of a kind that has one."""
        box = SUBJECTS.get(self.kinds[self.cleaned_data["kind"]].about)
        return str(self.cleaned_data[box]) if box else ""

    @property
    def brought(self) -> tuple[str, bytes, bool]:
        """(name, bytes, whether it was pasted) of a valid form; one byte more than allowed at most."""
        if file := self.cleaned_data["file"]:
            return file.name, file.read(MAX_BYTES + 1), False
        return PASTED, self.cleaned_data["pasted"].encode(), True


def _months(on: date) -> list[date]:
    """The months to choose from, the running one first."""
    months = [on.replace(day=1)]
    while len(months) < MONTHS_OFFERED:
        months.append(thai.previous_month(months[-1]))
    return months


def _quarters(on: date) -> list[Quarter]:
    """The quarters to choose from, the next one first."""
    quarters = [Quarter.of(on).next]
    while len(quarters) < QUARTERS_OFFERED:
        quarters.append(Quarter.of(quarters[-1].first_day - timedelta(days=1)))
    return quarters


class ColumnsForm(ThaiFormMixin, forms.Form):
    """A select for each column of the file, and what the officer states for every row."""

    def __init__(
        self,
        *args: Any,
        kind: TableKind,
        columns: Sequence[Mapping[str, Any]],
        said: Mapping[str, Any],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.shared = {each.key for each in kind.heads.columns if each.is_many}
        offered = [("", "ไม่ใช้"), *((each.key, each.title or each.key) for each in kind.heads.columns)]
        offered += _by_month(kind, columns)
        for column in columns:
            self.fields[f"column-{column['column']}"] = forms.ChoiceField(
                label=f"{column['letter']} {column['head']}".strip(),
                choices=offered,
                required=False,
                initial=several.base_of(column["key"]),
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        for each in kind.statements:
            self.fields[f"said-{each.key}"] = _statement(each.label, each.choices, said.get(each.key))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for name, key in list(cleaned.items()):
            if name.startswith("column-") and key and key not in self.shared:
                if key in seen:
                    self.add_error(name, f"เลือกซ้ำกับคอลัมน์ {self.fields[seen[key]].label}")
                seen.setdefault(key, name)
        return cleaned

    @property
    def mapping(self) -> dict[str, str]:
        """{column: key} of a valid form."""
        return self._part("column-")

    @property
    def said(self) -> dict[str, Any]:
        """{statement: what was said} of a valid form."""
        return self._part("said-")

    def _part(self, prefix: str) -> dict[str, Any]:
        found = self.cleaned_data.items()
        return {name.removeprefix(prefix): value for name, value in found if name.startswith(prefix)}

    @property
    def statements(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("said-")]


def _by_month(kind: TableKind, columns: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The amounts of single months that the head names."""
    titles = {each.key: each.title for each in kind.heads.columns}
    found = [key for each in columns if (key := MonthKey.of(each["key"]))]
    return [(str(key), f"{titles.get(key.amount, key.amount)} {key.label}") for key in dict.fromkeys(found)]


def _statement(label: str, choices: Mapping[str, str], initial: object) -> forms.Field:
    if not choices:
        return forms.BooleanField(label=label, required=False, initial=bool(initial))
    offered = [("", "กรอกทีละราย"), *choices.items()]
    return forms.ChoiceField(label=label, choices=offered, required=False, initial=initial or "")

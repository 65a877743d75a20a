"""What an officer brings and says of it: a file or a pasted table, what its columns mean, what holds for every row."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from otop_registry import thai
from registration.forms.fields import ThaiFormMixin
from registration.models import Unit
from registration.services import subjects
from registration.services.imports.kinds import About, TableKind
from registration.services.uploads.gate import MAX_BYTES

PASTED = "ตารางที่วาง"
MONTHS_OFFERED = 13  # the running one and a year back
MOST_PASTED = MAX_BYTES // 4  # letters: a Thai one takes three bytes


class BringForm(ThaiFormMixin, forms.Form):
    """A file, or a table pasted from a spreadsheet; never both."""

    unit = forms.ChoiceField(label="อำเภอ")
    kind = forms.ChoiceField(label="ข้อมูลที่นำเข้า", widget=forms.RadioSelect)
    month = forms.ChoiceField(label="เดือนของยอดจำหน่าย", required=False)
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
        self.of_months = {kind.code for kind in kinds if kind.about == About.MONTH}
        months = [on.replace(day=1)]
        while len(months) < MONTHS_OFFERED:
            months.append(thai.previous_month(months[-1]))
        offered = [(subjects.of_month(month), thai.month_name(month)) for month in months]
        self.fields["month"].choices = [("", "ไม่ได้เลือก"), *offered]
        self.fields["unit"].choices = [(unit.code, str(unit)) for unit in units]
        self.fields["kind"].choices = [(kind.code, kind.title) for kind in kinds]
        self.fields["kind"].initial = kinds[0].code if kinds else ""
        self.fields["file"].need = self.fields["pasted"].need = "อย่างใดอย่างหนึ่ง"
        self.fields["month"].need = "ต้องเลือกเมื่อนำเข้ายอดจำหน่าย"
        if len(units) == 1:
            self.fields["unit"].initial = units[0].code
            self.fields["unit"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_file, has_text = bool(cleaned.get("file")), bool((cleaned.get("pasted") or "").strip())
        if not self.errors and has_file == has_text:
            self.add_error("file", "เลือกไฟล์ หรือวางตาราง อย่างใดอย่างหนึ่ง")
        if cleaned.get("kind") in self.of_months and not cleaned.get("month") and "month" not in self.errors:
            self.add_error("month", "กรุณาเลือกเดือนของยอดจำหน่าย")
        return cleaned

    @property
    def subject(self) -> str:
        """What the table is about: the month of a kind that has one."""
        return self.cleaned_data["month"] if self.cleaned_data["kind"] in self.of_months else ""

    @property
    def brought(self) -> tuple[str, bytes, bool]:
        """(name, bytes, whether it was pasted) of a valid form; one byte more than allowed at most."""
        if file := self.cleaned_data["file"]:
            return file.name, file.read(MAX_BYTES + 1), False
        return PASTED, self.cleaned_data["pasted"].encode(), True


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
        offered = [("", "ไม่ใช้"), *((each.key, each.title or each.key) for each in kind.heads.columns)]
        for column in columns:
            self.fields[f"column-{column['column']}"] = forms.ChoiceField(
                label=f"{column['letter']} {column['head']}".strip(),
                choices=offered,
                required=False,
                initial=column["key"],
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        for each in kind.statements:
            self.fields[f"said-{each.key}"] = _statement(each.label, each.choices, said.get(each.key))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for name, key in list(cleaned.items()):
            if name.startswith("column-") and key:
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


def _statement(label: str, choices: Mapping[str, str], initial: object) -> forms.Field:
    if not choices:
        return forms.BooleanField(label=label, required=False, initial=bool(initial))
    offered = [("", "กรอกทีละราย"), *choices.items()]
    return forms.ChoiceField(label=label, choices=offered, required=False, initial=initial or "")

"""Which document is meant: in a page's address, in a pressed button, in the filter of the list."""

import re
from datetime import date
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from otop_registry import thai
from registration.models import Round, Unit
from registration.services.people import signers
from registration.timetable import Quarter
from reporting.kinds import KINDS, Kind, Need
from reporting.services.documents.asking import Wish
from reporting.services.matters import Matter

ASKED_BY_NAME: Final = [each for each in Kind.choices if KINDS[each[0]].need != Need.LETTER]
WAYS: Final = {way.value: way for traits in KINDS.values() for way in traits.ways}
SELECT: Final = {"class": "form-select"}
DAY: Final = re.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
MONTH: Final = re.compile("([0-9]{4})[-/]([0-9]{1,2})")


def parse_month(text: str) -> date:
    """The month of 2567-07, ๒๕๖๗/๐๗, or ISO 2024-07 (C.E.). Raises: ValueError."""
    written = MONTH.fullmatch(thai.to_arabic(text).strip())
    if written is None:
        raise ValueError(f"อ่านเดือน “{text}” ไม่ได้ กรุณาพิมพ์ เช่น 2567/07")
    return thai.parse_date_text(f"{written[1]}-{written[2]}-01")


class MatterForm(forms.Form):
    """A kind, a unit, and what the kind is of: `period` is 2561/2, 2567-07 or 2561."""

    kind = forms.ChoiceField(choices=ASKED_BY_NAME)
    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), required=False)
    period = forms.CharField(max_length=12)
    way = forms.ChoiceField(
        choices=[("", ""), *((value, way.label) for value, way in WAYS.items())], required=False
    )

    signer = forms.IntegerField(required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def clean(self) -> dict[str, Any]:
        """Adds `matter`, or refuses a round, month or year that is none, or a signer who never signs it."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                cleaned["matter"] = self._matter(cleaned)
            except ValueError as error:
                self.add_error("period", str(error))
            else:
                self._read_signer(cleaned)
        return cleaned

    def _read_signer(self, cleaned: dict[str, Any]) -> None:
        matter, pk = cleaned["matter"], cleaned.get("signer")
        rows = signers.of_unit(matter.signing_code)
        cleaned["signer"] = rows.filter(pk=pk).first() if pk else None
        if pk and cleaned["signer"] is None:
            self.add_error("signer", "ผู้ที่เลือกไม่มีอำนาจลงนามในเอกสารนี้")

    def _matter(self, cleaned: dict[str, Any]) -> Matter:
        kind, unit, period = cleaned["kind"], cleaned["unit"], cleaned["period"].replace("-", "/")
        unit = unit or self.fields["unit"].queryset.filter(pk="").first()
        if unit is None:
            raise ValueError("กรุณาระบุหน่วยงาน")
        traits = KINDS[kind]
        if traits.need == Need.MONTH:
            return Matter(kind, unit, month=parse_month(period))
        if traits.takes_day and DAY.fullmatch(thai.to_arabic(cleaned["period"])):
            return Matter(kind, unit, day=thai.parse_date_text(cleaned["period"]))
        if traits.need == Need.FISCAL_YEAR:
            return Matter(kind, unit, fiscal_year_be=thai.year_be(thai.parse_day("1", "1", period)))
        round = Round.objects.filter(pk=Round.id_of(Quarter.parse(period))).first()
        if round is None:
            raise ValueError(f"ยังไม่มีรอบ {period}")
        return Matter(kind, unit, round)

    @property
    def wish(self) -> Wish:
        """What the pressed button means; the kind's first way when none was pressed."""
        matter = self.cleaned_data["matter"]
        way = WAYS.get(self.cleaned_data["way"], matter.traits.ways[0])
        return Wish(matter, way.format, way.variant, self.cleaned_data["signer"])


class DocumentFilterForm(forms.Form):
    """One kind, one round, or all; nonsense in the address counts as all."""

    kind = forms.ChoiceField(
        label="เอกสาร",
        required=False,
        choices=[("", "ทุกเอกสาร"), *ASKED_BY_NAME],
        widget=forms.Select(SELECT),
    )
    round = forms.ChoiceField(label="รอบ", required=False, widget=forms.Select(SELECT))

    def __init__(self, *args: Any, rounds: list[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].choices = [("", "ทุกรอบ"), *((str(each.pk), str(each)) for each in rounds)]

    @property
    def asked(self) -> dict[str, Any]:
        """The values that are choices."""
        self.is_valid()
        round_id = self.cleaned_data.get("round")
        return {"kind": self.cleaned_data.get("kind", ""), "round_id": int(round_id) if round_id else None}

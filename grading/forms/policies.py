"""A new version of the criteria: three rows of thresholds, which increase counts, where the base comes from."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from grading import scoring
from grading.forms.fields import PercentField
from grading.models import BaseRule, Increase, Policy
from grading.scoring import LETTERS, Band
from grading.services.policies import Terms
from otop_registry import thai
from registration.forms.fields import ThaiCharField, ThaiFormMixin, ThaiIntegerField
from registration.timetable import Quarter


class PolicyForm(ThaiFormMixin, forms.Form):
    """A row may be left empty: the table then has a gap, which is refused and shown as such."""

    name = ThaiCharField(label="ชื่อเกณฑ์", max_length=200)
    source = ThaiCharField(
        label="ที่มา", max_length=300, help_text="เลขที่และวันที่ของหนังสือ เช่น มท 0402.3/ว 1234 ลงวันที่ 1 ตุลาคม 2567"
    )
    from_quarter = ThaiCharField(label="เริ่มใช้ตั้งแต่ไตรมาส", max_length=12, help_text="เช่น 1/2568 ใช้เลขไทยได้")
    increase = forms.ChoiceField(
        label="จำนวนผลิตภัณฑ์ที่เพิ่มขึ้น", choices=Increase.choices, widget=forms.RadioSelect, initial=Increase.NET
    )
    base_rule = forms.ChoiceField(
        label="ฐานที่ใช้เทียบยอดจำหน่าย",
        choices=BaseRule.choices,
        widget=forms.RadioSelect,
        initial=BaseRule.LAST_YEAR,
    )
    base_year_be = ThaiIntegerField(
        label="ปีฐาน",
        required=False,
        min_value=thai.FIRST_YEAR_BE,
        max_value=thai.LAST_YEAR_BE,
        help_text="ปีงบประมาณ พ.ศ. 4 หลัก กรอกเมื่อเลือก “ไตรมาสเดียวกันของปีที่กำหนด”",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["from_quarter"].widget.attrs["class"] = "width-6"
        self.fields["base_year_be"].need = f"ต้องกรอกเมื่อเลือก{BaseRule.NAMED_YEAR.label}"
        for letter in LETTERS:
            self.fields[f"products_{letter}"] = ThaiIntegerField(
                label=f"ผลิตภัณฑ์ของระดับ {letter}", required=False, min_value=0, max_value=9999
            )
            self.fields[f"growth_{letter}"] = PercentField(label=f"ร้อยละของระดับ {letter}", required=False)
            for name in ("products", "growth"):
                self.fields[
                    f"{name}_{letter}"
                ].need = "ต้องกรอก"  # an empty row is refused with the table it leaves

    def rows(self) -> list[tuple[str, BoundField, BoundField]]:
        """(letter, box of products, box of percent), best first."""
        return [(letter, self[f"products_{letter}"], self[f"growth_{letter}"]) for letter in LETTERS]

    def clean_from_quarter(self) -> Quarter:
        try:
            return Quarter.parse(self.cleaned_data["from_quarter"])
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from fault

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("base_rule") == BaseRule.NAMED_YEAR and not data.get("base_year_be"):
            self.add_error("base_year_be", "กรอกปีฐาน หรือเลือกวิธีอื่น")
        for letter in LETTERS:
            pair = {name: data.get(f"{name}_{letter}") for name in ("products", "growth")}
            given = [name for name, value in pair.items() if value is not None]
            for name in pair if len(given) == 1 else ():
                if name not in given and f"{name}_{letter}" not in self.errors:
                    self.add_error(f"{name}_{letter}", f"กรอกให้ครบทั้งสองเงื่อนไขของระดับ {letter}")
        return data

    @property
    def bands(self) -> tuple[Band, ...]:
        """The rows that are filled in."""
        data = self.cleaned_data
        return tuple(
            Band(letter, data[f"products_{letter}"], data[f"growth_{letter}"])
            for letter in LETTERS
            if data.get(f"products_{letter}") is not None and data.get(f"growth_{letter}") is not None
        )

    @property
    def terms(self) -> Terms:
        data = self.cleaned_data
        is_named = data["base_rule"] == BaseRule.NAMED_YEAR
        return Terms(
            data["name"],
            data["from_quarter"],
            self.bands,
            increase=Increase(data["increase"]),
            base_rule=BaseRule(data["base_rule"]),
            base_year_be=data["base_year_be"] if is_named else None,
            source=data["source"],
        )

    def faults(self) -> list[str]:
        """What is wrong with the table as it was typed; nothing while one of its boxes cannot be read."""
        boxes = {f"{name}_{letter}" for name in ("products", "growth") for letter in LETTERS}
        if not self.is_bound or boxes & set(self.errors):
            return []
        return scoring.faults(self.bands)


def initial_of(policy: Policy) -> dict[str, Any]:
    """A new version begins as the newest one, so that only what changes is typed."""
    values: dict[str, Any] = {
        "increase": policy.increase,
        "base_rule": policy.base_rule,
        "base_year_be": policy.base_year_be,
    }
    for band in policy.scoring_bands:
        values[f"products_{band.grade}"] = band.new_products
        values[f"growth_{band.grade}"] = Decimal(band.growth)
    return values

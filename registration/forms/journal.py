"""What the journal and the log of the door are asked for; nonsense in the address counts as all."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from registration import verbs
from registration.forms.fields import ThaiDateField, ThaiFormMixin
from registration.models import SignInEvent, Unit
from registration.services.chronicle import Asked, AskedSignIns

SELECT = forms.Select(attrs={"class": "form-select"})
ACTS = [("", "ทุกการดำเนินการ")] + [
    (group, [(verb, words) for verb, (_, words) in told.items()]) for group, told in verbs.GROUPS.items()
]


class _FilterForm(ThaiFormMixin, forms.Form):
    """Who, and between which days (both inclusive)."""

    person = forms.CharField(label="ผู้ดำเนินการ", required=False, max_length=100)
    first = ThaiDateField(label="ตั้งแต่วันที่", required=False)
    last = ThaiDateField(label="ถึงวันที่", required=False)
    by = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        super().clean()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and first > last:
            self.add_error("last", "วันสุดท้ายต้องไม่มาก่อนวันแรก")
        return self.cleaned_data

    def said(self, name: str) -> Any:  # noqa: ANN401 (of any field)
        """The value of a field that could be read; None of any other."""
        return self.cleaned_data.get(name) if self.is_bound and not self.errors.get(name) else None

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was asked, for another form to ask the same."""
        return [(name, value) for name, value in self.data.items() if value and name != "before"]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is chosen, so that nothing found may mean too narrow."""
        return any(self.said(name) for name in self.fields)


class JournalForm(_FilterForm):
    """Which unit, which act, whose, about what, between which days."""

    unit = forms.CharField(label="หน่วยงาน", required=False, max_length=4)
    verb = forms.ChoiceField(label="การดำเนินการ", required=False, choices=ACTS, widget=SELECT)
    subject = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    field_order = ("unit", "verb", "person", "first", "last")

    def __init__(self, data: Any, units: Sequence[Unit]) -> None:  # noqa: ANN401 (as a form takes it)
        super().__init__(data)
        choices = [("", "ทุกหน่วยงานในความรับผิดชอบ"), *((unit.code, str(unit)) for unit in units if unit.code)]
        self.fields["unit"].widget = forms.Select(choices=choices, attrs={"class": "form-select"})

    @property
    def asked(self) -> Asked:
        self.is_valid()
        return Asked(
            self.said("unit") or "", self.said("verb") or "", self.said("person") or "",
            self.said("first"), self.said("last"), self.said("subject") or "", self.said("by"),
        )  # fmt: skip


class SignInForm(_FilterForm):
    """What happened at the door, to whom, between which days."""

    event = forms.ChoiceField(
        label="เหตุการณ์", required=False, choices=[("", "ทุกเหตุการณ์"), *SignInEvent.choices], widget=SELECT
    )
    field_order = ("event", "person", "first", "last")

    @property
    def asked(self) -> AskedSignIns:
        self.is_valid()
        first, last = self.said("first"), self.said("last")
        return AskedSignIns(
            self.said("event") or "",
            self.said("person") or "",
            timezone.make_aware(datetime.combine(first, time())) if first else None,
            timezone.make_aware(datetime.combine(last + timedelta(days=1), time())) if last else None,
            self.said("by"),
        )

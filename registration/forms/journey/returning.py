"""How a province returns a record: field by field, each with a coded reason."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from registration.forms.fields import ThaiCharField, ThaiFormMixin
from registration.forms.reasons import LONGEST_REASON
from registration.models import Registration, ReturnReason
from registration.services.journey import review
from registration.services.journey.province import FieldToCorrect
from registration.workflow import ReturnCode

FAULT_ROWS = 3  # as many as a record usually has; "more" adds as many again
MOST_FAULTS = 60  # rows; beyond that the record is not returned but talked about
PREFIX = "fault"


class FaultForm(ThaiFormMixin, forms.Form):
    """One field to be put right, why, and what would be right; an empty row says nothing."""

    says_required = False

    field = forms.ChoiceField(label="ช่องที่ต้องแก้ไข", required=False)
    code = forms.ChoiceField(label="เหตุผล", required=False, choices=[("", "เลือกเหตุผล"), *ReturnCode.choices])
    note = ThaiCharField(label="คำอธิบายเพิ่มเติม", required=False, max_length=LONGEST_REASON)

    def __init__(self, *args: Any, fields: Iterable[tuple[str, Any]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["field"].choices = [("", "เลือกช่อง"), *fields]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        field, code = data.get("field"), data.get("code")
        if (field or data.get("note")) and not code and "code" not in self.errors:
            self.add_error("code", "เลือกเหตุผลที่ส่งกลับ")
        if (code or data.get("note")) and not field and "field" not in self.errors:
            self.add_error("field", "เลือกช่องที่ต้องแก้ไข")
        return data

    @property
    def fault(self) -> FieldToCorrect | None:
        """The coded reason of a valid row, None for an empty one."""
        data = self.cleaned_data
        return (
            FieldToCorrect(data["field"], ReturnCode(data["code"]), data["note"])
            if data.get("field")
            else None
        )


class FaultForms(forms.BaseFormSet):
    """The rows of a return form together: at least one of them says something."""

    def clean(self) -> None:
        if all(form.is_valid() for form in self.forms) and not self.faults:
            self.forms[0].add_error("field", "เลือกช่องที่ต้องแก้ไขอย่างน้อยหนึ่งช่อง")

    @property
    def faults(self) -> list[FieldToCorrect]:
        return [form.fault for form in self.forms if form.fault]


def fault_forms(
    registration: Registration, data: QueryDict | None = None, *, more: bool = False
) -> FaultForms:
    """The rows of the return form: those already marked and not yet sent, and empty ones to fill in.

    With `more` the rows of `data` are asked again as they were typed, unjudged, with empty ones below them.
    """
    rows = forms.formset_factory(
        FaultForm, formset=FaultForms, extra=FAULT_ROWS, max_num=MOST_FAULTS, absolute_max=MOST_FAULTS
    )
    begun = [_marked(row) for row in registration.return_reasons.all() if row.answered_at is None]
    if data is not None and more:
        begun, data = _typed(data), None
    return rows(data, prefix=PREFIX, initial=begun, form_kwargs={"fields": review.returnable(registration)})


def _typed(data: QueryDict) -> list[dict[str, str]]:
    """The rows of a posted return form that say anything."""
    names = ("field", "code", "note")
    rows = [
        {name: data.get(f"{PREFIX}-{number}-{name}", "") for name in names} for number in range(MOST_FAULTS)
    ]
    return [row for row in rows if any(row.values())]


def _marked(row: ReturnReason) -> dict[str, str]:
    return {"field": row.field, "code": row.code, "note": row.note}

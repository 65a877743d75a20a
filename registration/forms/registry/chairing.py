"""Who leads a group from now on, and why."""

from copy import deepcopy
from typing import Any

from django import forms

from registration.forms.fields import ThaiTextField
from registration.forms.reasons import LONGEST_REASON
from registration.forms.registry.owners import OwnerOfProducer
from registration.forms.registry.producers import NEWEST_VERSION, ProducerForm
from registration.services.registry.chairing import PERSON

BOXES = (*PERSON[:3], "has_no_last_name", PERSON[3])


class ChairForm(OwnerOfProducer):
    """The new chair of a group."""

    reason = ThaiTextField(
        label="เหตุผล",
        max_length=LONGEST_REASON,
        help_text="เช่น ครบวาระ ตามรายงานการประชุมกลุ่มวันที่ 5 มกราคม 2561",
    )
    version = forms.IntegerField(min_value=0, max_value=NEWEST_VERSION, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in BOXES:
            self.fields[name] = deepcopy(ProducerForm.base_fields[name])
        self.say_what_to_do()
        self.order_fields((*BOXES, "reason"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check_owner(cleaned)
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """What the service takes of a valid form."""
        person = {name: self.cleaned_data[name] for name in PERSON}
        return {
            "person": person,
            "reason": self.cleaned_data["reason"],
            "version": self.cleaned_data["version"],
        }

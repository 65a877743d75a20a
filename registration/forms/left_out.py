"""Why units are left out of a certificate or a closing: one reason for all of them, or its own for some.

Source: decision 0010.
"""

from collections.abc import Mapping

from django import forms
from django.forms import BoundField

from registration.forms.fields import ThaiCharField
from registration.models import Unit


class LeftOutMixin:
    """Boxes for the units that are left out; the form declares `shared` and calls `ask_reasons` once."""

    prefix_of_own: str
    word: str  # what the units are called: จังหวัด or อำเภอ

    def ask_reasons(self, units: Mapping[str, Unit], longest: int) -> None:
        """A box for each unit; the shared reason must be given while one of them has none of its own."""
        self.left_out_units = dict(units)
        for code, unit in self.left_out_units.items():
            field = ThaiCharField(label=f"เหตุผลของ{unit}", required=False, max_length=longest)
            self.fields[self._name(code)] = field
        if not self.left_out_units:
            del self.fields["shared"]
            return
        silent = [unit for code, unit in units.items() if not self.data.get(self._name(code), "").strip()]
        names = " ".join(str(unit) for unit in silent[:3]) + (" และอื่น ๆ" if len(silent) > 3 else "")
        shared: forms.Field = self.fields["shared"]
        shared.required, shared.need = bool(silent), f"ต้องกรอก เว้นแต่กรอกเหตุผลครบทุก{self.word}"
        shared.error_messages["required"] = (
            f"กรอกเหตุผลที่ใช้กับทุก{self.word} หรือกรอกเหตุผลของ{self.word}ที่ยังไม่มีอีก {len(silent)} แห่ง: {names}"
        )

    def own_field(self, code: str) -> BoundField:
        """The box for one unit's own reason."""
        return self[self._name(code)]

    @property
    def has_own_reasons(self) -> bool:
        """Whether somebody typed a reason of one unit, so that the list stays open."""
        return any(self.own_field(code).value() for code in self.left_out_units)

    @property
    def reasons(self) -> dict[str, str]:
        """{code: reason} of a valid form."""
        data = self.cleaned_data
        return {
            code: str(data.get(self._name(code)) or data.get("shared") or "") for code in self.left_out_units
        }

    def _name(self, code: str) -> str:
        return f"{self.prefix_of_own}_{code}"

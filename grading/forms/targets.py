"""The targets of a province's districts on one page: products, and sales when a sum is asked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from grading.services.targets import Aim, TargetLine
from registration.forms.fields import BahtField, ThaiFormMixin, ThaiIntegerField


class TargetsForm(ThaiFormMixin, forms.Form):
    """Two boxes for each district; a district without products asked has no target."""

    def __init__(self, *args: Any, lines: Sequence[TargetLine], **options: Any) -> None:
        self.lines = lines
        super().__init__(*args, **options)
        for line in lines:
            code, target = line.unit.code, line.target
            self.fields[f"products_{code}"] = ThaiIntegerField(
                label=f"เป้าผลิตภัณฑ์ของ{line.unit}",
                required=False,
                min_value=0,
                max_value=9999,
                initial=target.products if target else None,
            )
            self.fields[f"products_{code}"].need = "ต้องกรอกถ้าตั้งเป้ายอดจำหน่าย"
            self.fields[f"sales_{code}"] = BahtField(
                label=f"เป้ายอดจำหน่ายของ{line.unit}",
                required=False,
                initial=target.sales_baht if target else None,
            )

    def rows(self) -> list[tuple[TargetLine, BoundField, BoundField]]:
        return [
            (line, self[f"products_{line.unit.code}"], self[f"sales_{line.unit.code}"]) for line in self.lines
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for line in self.lines:
            products, sales = f"products_{line.unit.code}", f"sales_{line.unit.code}"
            if data.get(sales) is not None and data.get(products) is None and products not in self.errors:
                self.add_error(products, f"กรอกเป้าผลิตภัณฑ์ของ{line.unit}ด้วย ถ้าไม่ตั้งให้กรอก 0")
        return data

    @property
    def aims(self) -> dict[str, Aim | None]:
        """{district: its aim, None for none}"""
        return {line.unit.code: self._aim(line.unit.code) for line in self.lines}

    def _aim(self, code: str) -> Aim | None:
        products = self.cleaned_data[f"products_{code}"]
        return None if products is None else Aim(products, self.cleaned_data[f"sales_{code}"])

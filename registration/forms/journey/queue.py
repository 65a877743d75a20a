"""What the province's queue is asked for: a text and filters that stay in the address."""

from typing import Any

from django import forms

from registration.checks import table
from registration.forms.fields import ThaiCharField, ThaiFormMixin
from registration.forms.registry.listing import LONGEST_SEARCH
from registration.models import Subdistrict, Unit, User
from registration.models.producers import ProductType, RegistrationKind
from registration.services.journey.queue import Asked, Choices

EVERYTHING = {"kind": "ทุกการดำเนินการ", "flag": "ทุกข้อ", "product_type": "ทุกประเภท"}


def _flags() -> list[tuple[str, list[tuple[str, str]]]]:
    """The checks by level: what must be looked at before what is only told."""
    return [
        (
            str(level.label),
            [(each.code, each.title) for each in table.of_version(table.VERSION) if each.level == level],
        )
        for level in table.Level
    ]


class QueueForm(ThaiFormMixin, forms.Form):
    """The boxes above the queue. The text is a name, a product or an owner, never a personal number."""

    says_required = False

    q = ThaiCharField(
        label="ชื่อ ผลิตภัณฑ์ หรือเจ้าของ",
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput({"autocomplete": "off", "type": "search"}),
    )
    mark = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    flag = forms.ChoiceField(label="สิ่งที่พบ", required=False)
    kind = forms.ChoiceField(label="การดำเนินการ", required=False)
    district = forms.ModelChoiceField(
        label="อำเภอ/เขต", queryset=Unit.objects.none(), required=False, empty_label="ทุกอำเภอ"
    )
    subdistrict = forms.ModelChoiceField(
        label="ตำบล/แขวง", queryset=Subdistrict.objects.none(), required=False, empty_label="ทุกตำบล"
    )
    product_type = forms.ChoiceField(label="ประเภทผลิตภัณฑ์", required=False)
    officer = forms.ModelChoiceField(
        label="ผู้บันทึก", queryset=User.objects.none(), required=False, empty_label="ทุกคน"
    )

    def offer(self, choices: Choices) -> None:
        """Offers the units and officers of the queue; a box with nothing to choose from is left out."""
        for name, rows in (
            ("district", choices.districts),
            ("subdistrict", choices.subdistricts),
            ("officer", choices.officers),
        ):
            box = self.fields[name]
            if not rows or not isinstance(box, forms.ModelChoiceField):
                del self.fields[name]
                continue
            box.queryset = type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows])
            box.choices = [("", box.empty_label), *((row.pk, str(row)) for row in rows)]
        given: dict[str, list[Any]] = {
            "kind": RegistrationKind.choices,
            "flag": _flags(),
            "product_type": ProductType.choices,
        }
        for name, options in given.items():
            self.fields[name].choices = [("", EVERYTHING[name]), *options]  # type: ignore[attr-defined]

    @property
    def asked(self) -> Asked:
        """What is asked for; a filter that is not on offer is no filter."""
        given = self.cleaned_data
        district, place, officer = (given.get(name) for name in ("district", "subdistrict", "officer"))
        return Asked(
            text=given.get("q", ""),
            mark=given.get("mark", ""),
            kind=given.get("kind", ""),
            district=district.pk if district else "",
            subdistrict=place.pk if place else "",
            flag=given.get("flag", ""),
            product_type=given.get("product_type", ""),
            officer=officer.pk if officer else None,
        )

"""The boxes for a place of production: the subdistricts of one district, and a postcode that follows from them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from registration.forms.fields import SubdistrictField, ThaiFormMixin
from registration.models import Subdistrict
from registration.places import word_below

POSTCODE_LENGTH = 5


class PlaceOfProduction(ThaiFormMixin, forms.Form):
    """What a form with the boxes "subdistrict" and "postcode" knows about them."""

    def within(self, district_code: str, on: date) -> None:
        """Offers the subdistricts that the district has on the day."""
        self.district_code = district_code
        place, postcode = self._place, self.fields["postcode"]
        place.label = word_below(district_code)
        place.within(district_code, on)
        several = [each for each in self._offered if len(each.postcodes.split()) != 1]
        if several:
            postcode.need = f"ต้องกรอกถ้าเป็น{_first_names(several)}"  # type: ignore[attr-defined]
            postcode.help_text = "พื้นที่อื่นเว้นว่างได้ ระบบเติมให้ เช่น 80000"

    @property
    def _place(self) -> SubdistrictField:
        return cast(SubdistrictField, self.fields["subdistrict"])

    @property
    def _offered(self) -> QuerySet[Subdistrict]:
        return cast("QuerySet[Subdistrict]", self._place.queryset)

    @property
    def postcodes(self) -> list[str]:
        """The postcodes of the district, as suggestions."""
        texts = self._offered.values_list("postcodes", flat=True)
        return sorted({code for text in texts for code in text.split()})

    def clean_postcode(self) -> str:
        """Five digits, or nothing: then the subdistrict's own."""
        postcode = self.cleaned_data["postcode"].replace(" ", "")
        if postcode and not (postcode.isascii() and postcode.isdigit() and len(postcode) == POSTCODE_LENGTH):
            raise ValidationError(f"รหัสไปรษณีย์ต้องเป็นตัวเลข {POSTCODE_LENGTH} หลัก เช่น 80000")
        return postcode

    def fill_postcode(self, cleaned: dict[str, Any]) -> None:
        """The subdistrict's own postcode for an empty box; a subdistrict with several wants it typed."""
        if cleaned.get("postcode") != "" or not cleaned.get("subdistrict"):
            return
        codes = cleaned["subdistrict"].postcodes.split()
        if len(codes) == 1:
            cleaned["postcode"] = codes[0]
        else:
            self.add_error(
                "postcode", f"เลือกรหัสไปรษณีย์ของตำบลนี้: {' หรือ '.join(codes)}" if codes else "กรอกรหัสไปรษณีย์"
            )


def _first_names(places: Sequence[Subdistrict]) -> str:
    """The first places by name, and how many more."""
    names = " ".join(str(place) for place in places[:3])
    return f"{names} หรืออีก {len(places) - 3} แห่ง" if len(places) > 3 else names

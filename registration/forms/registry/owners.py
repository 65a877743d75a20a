"""The boxes for the person behind a producer: title, names, or that there is no surname."""

from typing import Any

from django import forms

from registration import names
from registration.forms.fields import ThaiFormMixin


class OwnerOfProducer(ThaiFormMixin, forms.Form):
    """What a form with the boxes of an owner knows about them."""

    def check_owner(self, cleaned: dict[str, Any]) -> None:
        """A title typed into the name is the title; a surname is typed, or its absence ticked ("-" says so too)."""
        if "owner_first_name" in cleaned and "owner_title" in cleaned:
            try:
                parts = names.part_title(cleaned["owner_title"], cleaned["owner_first_name"])
            except ValueError as fault:
                self.add_error("owner_first_name", str(fault))
            else:
                cleaned["owner_title"], cleaned["owner_first_name"] = parts
        surname, is_ticked = cleaned.get("owner_last_name"), cleaned.get("has_no_last_name")
        if surname and names.is_no_surname(surname):
            cleaned["owner_last_name"] = ""
        elif surname and is_ticked:
            self.add_error("owner_last_name", "กรอกนามสกุลแล้ว จึงเลือกไม่มีนามสกุลไม่ได้ กรุณาเลือกอย่างใดอย่างหนึ่ง")
        elif surname == "" and not is_ticked:
            self.add_error("owner_last_name", "กรอกนามสกุล หรือเลือก “ไม่มีนามสกุล”")

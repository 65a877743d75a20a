"""Who signs an announcement, chosen from those who have the office, or act for it by an order."""

from typing import Any

from django import forms

from registration.models import Post
from registration.services.people import signers


class SignerField(forms.ModelChoiceField):
    """The posts that sign for a unit; without a choice the place of the name stays dotted."""

    def __init__(self, **options: Any) -> None:
        given: dict[str, Any] = {
            "queryset": Post.objects.none(),
            "label": "ผู้ลงนาม",
            "required": False,
            "empty_label": "เว้นไว้ลงชื่อด้วยมือ (พิมพ์เฉพาะตำแหน่งหัวหน้าหน่วยงาน)",
            "help_text": "ผู้ดำรงตำแหน่งหรือผู้ปฏิบัติหน้าที่แทนตามคำสั่ง ในวันที่ของประกาศ",
        }
        super().__init__(**given | options)

    def offer(self, unit_code: str) -> None:
        """Only the posts of this unit may be chosen."""
        self.queryset = signers.of_unit(unit_code)

    def label_from_instance(self, obj: Post) -> str:
        return signers.office_of(obj)

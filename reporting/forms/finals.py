"""Publishing final grades: the run and the list that were read, and that the list was read."""

from typing import Any

from django import forms

from grading.models import GradeRun
from reporting.services.finals import Checklist


class PublishForm(forms.Form):
    """Names the run and the checklist that were read; another run or list made in between is not published."""

    run = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        label="รับทราบรายการข้างต้น และประกาศตามข้อมูลที่มี",
        error_messages={"required": "กรุณาอ่านรายการแล้วทำเครื่องหมายรับทราบ"},
    )

    def __init__(self, *args: Any, draft: GradeRun, checklist: Checklist, **options: Any) -> None:
        options["initial"] = {"run": draft.pk, "seen": checklist.seal}
        super().__init__(*args, **options)
        self.draft = draft
        if not checklist.remarks:
            del self.fields["has_read"]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("run") != self.draft.pk:
            raise forms.ValidationError("มีการจัดระดับฉบับสุดท้ายใหม่ระหว่างที่ท่านอ่าน กรุณาตรวจฉบับใหม่ก่อนประกาศ")
        return self.cleaned_data

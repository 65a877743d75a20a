"""Acts on runs that ask for nothing but the press of their button."""

from typing import Any

from django import forms

from grading.models import GradeRun


class NothingForm(forms.Form):
    """An act without anything to fill in."""


class PublishForm(forms.Form):
    """Names the run that was read: another one made in between is not published by this press."""

    run = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: GradeRun, **options: Any) -> None:
        super().__init__(*args, initial={"run": draft.pk}, **options)
        self.draft = draft

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("run") != self.draft.pk:
            raise forms.ValidationError("มีการจัดระดับฉบับสุดท้ายใหม่ระหว่างที่ท่านอ่าน กรุณาตรวจฉบับใหม่ก่อนประกาศ")
        return self.cleaned_data

"""Which districts a province signs together."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError

from registration.forms.fields import ThaiFormMixin
from registration.models import Submission
from registration.services.journey.signing import Line


class SignForm(ThaiFormMixin, forms.Form):
    """The districts ticked, among those that nothing stands in the way of."""

    district = forms.MultipleChoiceField(label="อำเภอ", required=False)

    def offer(self, lines: Iterable[Line]) -> None:
        """The districts that may be ticked: what a colleague has signed meanwhile is no longer among them."""
        self.ready = {line.submission.district_id: line.submission for line in lines if line.is_ready}
        self.fields["district"].choices = [(code, code) for code in self.ready]  # type: ignore[attr-defined]

    def clean_district(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["district"]
        if not chosen:
            raise ValidationError("เลือกอำเภอที่จะรับรองอย่างน้อยหนึ่งแห่ง")
        return chosen

    @property
    def chosen(self) -> list[Submission]:
        return [self.ready[code] for code in self.cleaned_data["district"]]

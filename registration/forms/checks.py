"""Which version of the checks the department looks at, and in which round."""

from django import forms

from registration.checks import table
from registration.forms.fields import ThaiFormMixin
from registration.models import Round


def word_of(version: int) -> str:
    """How a version stands: in force, older, or prepared."""
    if version == table.VERSION:
        return "ใช้อยู่"
    return "เตรียมไว้ ยังไม่ใช้" if version > table.VERSION else "เคยใช้"


class LookForm(ThaiFormMixin, forms.Form):
    """A round that has records, and a version."""

    says_required = False

    round = forms.ModelChoiceField(label="รอบการลงทะเบียน", queryset=Round.objects.none(), empty_label=None)
    version = forms.TypedChoiceField(label="ฉบับของข้อตรวจ", coerce=int)

    def offer(self, rounds: list[Round]) -> None:
        """The rounds that have records, the newest first, and every version."""
        box = self.fields["round"]
        box.queryset = Round.objects.filter(pk__in=[each.pk for each in rounds]).order_by("-pk")  # type: ignore[attr-defined]
        versions = range(table.NEWEST, 0, -1)
        self.fields["version"].choices = [(each, f"ฉบับที่ {each} ({word_of(each)})") for each in versions]  # type: ignore[attr-defined]

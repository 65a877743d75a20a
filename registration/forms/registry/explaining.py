"""The district's word on what the checks found: a box for each finding that asks for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from registration.forms.fields import ThaiFormMixin, ThaiTextField
from registration.models import Finding
from registration.services.checks.found import Found, shown

LONGEST = Finding._meta.get_field("reason").max_length


class WordField(ThaiTextField):
    """May stay empty today, but not when the round is submitted."""

    need = "ต้องมีก่อนส่งจังหวัด"


@dataclass(frozen=True)
class Asked:
    """A finding with its box."""

    finding: Finding
    found: Found
    box: forms.BoundField


class ExplanationForm(ThaiFormMixin, forms.Form):
    """Why records are right as they stand; a box that is left empty stays unanswered."""

    def __init__(self, *args: Any, findings: Iterable[Finding], **options: Any) -> None:
        super().__init__(*args, **options)
        self.findings = {f"reason_{row.pk}": row for row in findings}
        for name, row in self.findings.items():
            self.fields[name] = WordField(
                label=f"{row.registration.producer}: {shown(row).words}",
                help_text=shown(row).check.advice,
                required=False,
                max_length=LONGEST,
                initial=row.reason,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def said(self) -> dict[Finding, str]:
        """{finding: words} of a valid form."""
        return {row: self.cleaned_data[name] for name, row in self.findings.items()}

    @property
    def asked(self) -> list[Asked]:
        return [Asked(row, shown(row), self[name]) for name, row in self.findings.items()]

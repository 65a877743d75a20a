"""The filter of the operators' page of jobs."""

from django import forms

from registration.models.jobs import JobState, Lane

SELECT = forms.Select(attrs={"class": "form-select"})


class JobFilterForm(forms.Form):
    """One lane, one state, or all; nonsense in the address counts as all."""

    lane = forms.ChoiceField(
        label="ช่องทาง", required=False, choices=[("", "ทุกช่องทาง"), *Lane.choices], widget=SELECT
    )
    state = forms.ChoiceField(
        label="สถานะ", required=False, choices=[("", "ทุกสถานะ"), *JobState.choices], widget=SELECT
    )

    @property
    def asked(self) -> dict[str, str]:
        """The values that are choices."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("lane", "state")}

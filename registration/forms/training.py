"""The day to practise on."""

from django import forms

from registration.forms.fields import ThaiDateField, ThaiFormMixin


class TrainingDayForm(ThaiFormMixin, forms.Form):
    """Any day in three boxes; empty boxes go back to the real day."""

    says_required = False

    day = ThaiDateField(label="วันอื่น", required=False, help_text="เช่น 14 มีนาคม 2561")

"""Why somebody does what has to be answered for: one box of one length, on every page that asks."""

from django import forms

from registration.forms.fields import ThaiFormMixin, ThaiTextField

LONGEST_REASON = 500  # characters: what the shortest of the columns that keep one holds


class ReasonForm(ThaiFormMixin, forms.Form):
    """An act that must say why."""

    reason = ThaiTextField(label="เหตุผล", max_length=LONGEST_REASON)

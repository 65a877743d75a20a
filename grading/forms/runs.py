"""Acts on runs that ask for nothing but the press of their button."""

from django import forms


class NothingForm(forms.Form):
    """An act without anything to fill in."""


class AgainForm(forms.Form):
    """Names the next run as it was read."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

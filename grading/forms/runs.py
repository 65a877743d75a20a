"""Acts on runs that ask for nothing but the press of their button."""

from django import forms


class NothingForm(forms.Form):
    """An act without anything to fill in."""

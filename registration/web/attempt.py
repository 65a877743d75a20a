"""One posted form, one act of a service."""

from collections.abc import Callable

from django import forms

from registration.workflow import Refused


def attempt(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the form was good and the act went through; a refusal becomes the form's own error."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True

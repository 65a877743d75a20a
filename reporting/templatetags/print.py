"""Numerals of printed papers: `{% load print %}`."""

from django import template

from reporting.document.written import digits as written_digits
from reporting.paper import Paper

register = template.Library()


@register.filter
def digits(text: str, paper: Paper) -> str:
    """The text in the numerals the paper is written in."""
    return written_digits(text, is_thai=paper.uses_thai_digits)

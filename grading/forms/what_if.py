"""The what-if box: other numbers of products and sales, answered by the same scoring."""

from django import forms

from registration.forms.fields import BahtField, ThaiFormMixin, ThaiIntegerField


class WhatIfForm(ThaiFormMixin, forms.Form):
    """What if the district had so many products more, and so much sold?"""

    says_required = False

    products = ThaiIntegerField(label="ผลิตภัณฑ์เพิ่มขึ้น", min_value=-9999, max_value=9999)
    sales = BahtField(label="ยอดจำหน่าย (บาท)")

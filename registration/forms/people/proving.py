"""Proving anew who is there. The names of the boxes begin alike, so that the act that follows never reads them."""

from typing import Any

from django import forms

from registration.forms.fields import ThaiFormMixin


class ProofForm(ThaiFormMixin, forms.Form):
    """The password, a code of the app, a recovery code, or a passkey's answer; one of them."""

    says_required = False
    proof_password = forms.CharField(
        label="รหัสผ่าน",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    proof_code = forms.CharField(
        label="หรือรหัส 6 หลักจากแอป",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )

    proof_passkey = forms.CharField(required=False, max_length=8_000, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not any(data.get(name) for name in self.fields):
            raise forms.ValidationError("กรอกรหัสผ่าน หรือใช้วิธียืนยันขั้นที่สอง")
        return data

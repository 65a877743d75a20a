"""Forms of signing in and of passwords: Django's own, saying in Thai what to do."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth import forms as auth_forms
from django.db.models import QuerySet
from django.forms.utils import ErrorDict

from registration import access
from registration.forms.fields import ThaiCharField, ThaiFormMixin
from registration.models import Post, User
from registration.workflow import Role

HINT = "อย่างน้อย 12 ตัวอักษร ใช้หลายคำที่ไม่เกี่ยวกันต่อกันได้ ไม่ใช้ชื่อของท่าน ชื่อหน่วยงาน ปี หรือตัวอักษรที่เรียงกัน"
PASSWORD_LABELS = {
    "old_password": "รหัสผ่านเดิม",
    "new_password1": "รหัสผ่านใหม่",
    "new_password2": "รหัสผ่านใหม่อีกครั้ง",
}
PASSWORDS_DIFFER = "รหัสผ่านใหม่ทั้งสองช่องไม่ตรงกัน กรุณาพิมพ์ให้เหมือนกัน"
ROLE_ORDER = list(Role)


def held_for(wait: timedelta) -> str:
    """Why nothing is compared now, for how long, and the way for who cannot wait."""
    seconds = max(1, round(wait.total_seconds()))
    told = f"{seconds} วินาที" if seconds < 60 else f"{-(-seconds // 60)} นาที"
    return f"ลองผิดหลายครั้งเกินไป กรุณารอ {told} แล้วลองอีกครั้ง หรือกด ลืมรหัสผ่าน เพื่อขอลิงก์ทางอีเมล"


class SignInForm(ThaiFormMixin, auth_forms.AuthenticationForm):
    """Name and password. One answer whether the name is unknown, the password wrong or the account closed."""

    says_required = False
    error_messages: ClassVar[dict[str, str]] = dict.fromkeys(
        ("invalid_login", "inactive"), "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง กรุณาตรวจแล้วลองอีกครั้ง"
    )

    def __init__(self, *args: Any, held: timedelta | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if held is not None:  # said without looking at what was typed
            self.cleaned_data = {}
            self._errors = ErrorDict()
            self.add_error(None, held_for(held))

    @property
    def is_wrong(self) -> bool:
        """Whether both boxes were filled and do not belong together."""
        return self.is_bound and bool(self.non_field_errors())

    def confirm_login_allowed(self, user: User) -> None:
        """Nobody of the demo, whose password is published, outside it."""
        super().confirm_login_allowed(user)
        if not settings.DEMO and user.email.endswith(settings.DEMO_ADDRESS):
            raise self.get_invalid_login_error()


class CodeForm(ThaiFormMixin, forms.Form):
    """The six digits of the app, or a recovery code; Thai digits and blanks are as good."""

    says_required = False
    passkey = forms.CharField(required=False, max_length=8_000, widget=forms.HiddenInput)
    code = forms.CharField(
        label="รหัสยืนยัน",
        required=False,
        max_length=40,
        help_text="ตัวเลข 6 หลักจากแอป หรือรหัสกู้คืน 12 ตัวที่พิมพ์เก็บไว้",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("code") and not self.cleaned_data.get("passkey"):
            self.add_error("code", "กรอกรหัสยืนยัน")
        return self.cleaned_data


class PasskeyForm(ThaiFormMixin, forms.Form):
    """What a new passkey is called, and what the browser answered."""

    says_required = False
    name = ThaiCharField(label="ชื่อเรียก", max_length=60, help_text="เช่น โทรศัพท์ของฉัน หรือ คอมพิวเตอร์สำนักงาน")
    answer = forms.CharField(
        max_length=8_000,
        widget=forms.HiddenInput,
        error_messages={"required": "กดปุ่ม สร้างพาสคีย์ เพื่อสร้างในเครื่องนี้"},
    )


class AppCodeForm(ThaiFormMixin, forms.Form):
    """The first code of an app that is being added."""

    says_required = False
    code = forms.CharField(
        label="รหัส 6 หลักที่แอปแสดง",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class _NewPasswordMixin(ThaiFormMixin):
    """The two boxes of a new password."""

    says_required = False
    error_messages: ClassVar[dict[str, str]] = {
        "password_mismatch": PASSWORDS_DIFFER,
        "password_incorrect": "รหัสผ่านเดิมไม่ถูกต้อง กรุณาพิมพ์ใหม่",
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.fields.keys() & PASSWORD_LABELS.keys():
            self.fields[name].label = PASSWORD_LABELS[name]
            self.fields[name].error_messages["required"] = f"กรอก{PASSWORD_LABELS[name]}"
        self.fields["new_password1"].help_text = HINT
        self.fields["new_password2"].help_text = ""


class PasswordChangeForm(_NewPasswordMixin, auth_forms.PasswordChangeForm):
    """The old password, then the new one twice."""


class PasswordSetForm(_NewPasswordMixin, auth_forms.SetPasswordForm):
    """The new password twice, after the link of the mail."""


class PasswordForgottenForm(ThaiFormMixin, auth_forms.PasswordResetForm):
    """The e-mail address to send a link to. The answer is the same whether the address is known or not."""

    says_required = False

    def people(self) -> list[User]:
        """Active people with this address, also those whose first link went unused."""
        return list(User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True))


def named_demo_people() -> QuerySet[User]:
    """The people of fixtures/demo/people.csv, not the officers who only fill the lists."""
    people = User.objects.filter(is_active=True, email__endswith=settings.DEMO_ADDRESS)
    return people.exclude(username__regex=r"^amphoe\.[0-9]")


class DemoSignInForm(forms.Form):
    """One of the named demo people, chosen by a button. Only for demo mode."""

    person = forms.ModelChoiceField(User.objects.none(), to_field_name="username")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = named_demo_people()


def demo_posts(on: date) -> list[Post]:
    """The first post of today of each named demo person, in the order in which a round meets them."""
    first_posts = [post for person in named_demo_people() for post in access.posts(person, on)[:1]]
    return sorted(first_posts, key=lambda post: ROLE_ORDER.index(post.role))

"""The mail to a person whose account was changed, so that who did not do it learns of it."""

from typing import Final

from django.core.mail import send_mail
from django.template.loader import render_to_string

from registration.models import User

SUBJECT: Final = "บัญชีของท่านมีการเปลี่ยนแปลง ระบบทะเบียน OTOP"


def send_account_change(*, user_id: int, change: str) -> None:
    """Mails what changed; holds no link, because nobody should learn to follow one from such a mail."""
    person = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if person is None:
        return
    body = render_to_string(f"notices/account/{change}.txt", {"person": person})
    send_mail(SUBJECT, body, None, [person.email])

"""The mailed link to a new password."""

from urllib.parse import urljoin

from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from registration.models import User


def send_password_link(*, user_id: int, site: str) -> None:
    """Mails the link to a new password. `site` is the address asked from, checked by ALLOWED_HOSTS.

    Safe to run twice: both links work until one has been used.
    """
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        return
    code = urlsafe_base64_encode(force_bytes(person.pk))
    path = reverse("registration:password_set", args=(code, default_token_generator.make_token(person)))
    words = {"person": person, "link": urljoin(site, path)}
    subject = render_to_string("notices/password_link/subject.txt", words).strip()
    send_mail(subject, render_to_string("notices/password_link/body.txt", words), None, [person.email])


def person_of(code: str) -> User | None:
    """The active person a mailed link speaks of; None for a broken or foreign code."""
    try:
        return User.objects.filter(pk=urlsafe_base64_decode(code).decode(), is_active=True).first()
    except ValueError:
        return None

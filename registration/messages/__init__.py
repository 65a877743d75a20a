"""Messages to people: words from templates/notices, and the two ways out. Reads only, sent by a worker only."""

from registration.messages.account_change import send_account_change
from registration.messages.password_link import person_of, send_password_link

__all__ = ["person_of", "send_account_change", "send_password_link"]

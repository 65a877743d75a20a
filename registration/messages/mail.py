"""The way out by e-mail: plain text, one Message-ID for all tries, and what the server's answer means."""

import smtplib
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from registration.messages.outcome import Later, Never, NoServer, Words
from registration.models import Notice

LOST: Final = "การเชื่อมต่อกับเครื่องรับส่งอีเมลขาดระหว่างส่ง จะลองส่งอีกครั้ง"


class MailConnection:
    """One connection for the messages of a run; it is made anew after a fault."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def send(self, notice: Notice, words: Words) -> None:
        """Hands one message to the server. Raises: Later, Never, NoServer."""
        connection = self._opened()
        try:
            connection.send_messages([message_of(notice, words)])
        except smtplib.SMTPRecipientsRefused as refused:
            self.close()
            raise _judged(*next(iter(refused.recipients.values()))) from refused
        except smtplib.SMTPSenderRefused as refused:
            self.close()
            raise NoServer(f"ผู้ส่งถูกปฏิเสธ ({refused.smtp_code})") from refused
        except smtplib.SMTPResponseException as refused:
            self.close()
            raise _judged(refused.smtp_code, refused.smtp_error) from refused
        except (smtplib.SMTPException, OSError) as fault:
            self.close()
            raise Later(LOST) from fault

    def _opened(self) -> BaseEmailBackend:
        if self._connection is None:
            connection = get_connection()
            try:
                connection.open()
            except (smtplib.SMTPException, OSError) as fault:
                raise NoServer(f"ติดต่อเครื่องส่งอีเมลไม่ได้ ({type(fault).__name__})") from fault
            self._connection = connection
        return self._connection

    def close(self) -> None:
        """Ends the connection, also a broken one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(smtplib.SMTPException, OSError):  # it may be broken already
                connection.close()


def message_of(notice: Notice, words: Words) -> EmailMessage:
    """The message as it goes out: the same Message-ID at every try, no answer by machines."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {"Message-ID": f"<{notice.uuid}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(words.subject, words.body, None, [notice.address], headers=headers)


def _judged(code: int, said: bytes | str) -> Later | Never:
    """4xx is worth another try, 5xx is not. The server's own words may hold an address: only its code is kept."""
    if 400 <= code < 500:
        return Later(f"เครื่องรับอีเมลขอให้ส่งใหม่ภายหลัง ({code})")
    return Never(f"เครื่องรับอีเมลไม่รับ ({code}) กรุณาตรวจที่อยู่อีเมลของผู้รับ")

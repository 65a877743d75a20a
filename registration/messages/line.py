"""The way out by LINE: one push of the Messaging API, with a retry key so that a repeated try is one message.

Source: the Messaging API's push endpoint: 409 means that the key was accepted before; 429 either a rate limit or
the month's quota; 5xx may be tried again with the same key.
"""

import json
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from otop_registry import clock
from registration.messages.outcome import Later, Never, NoServer, QuotaSpent, Words
from registration.models import Notice

ACCEPTED_BEFORE: Final = 409
TOO_MANY: Final = 429
LONGEST_TEXT: Final = 5000  # characters, the API's own limit


def is_on() -> bool:
    """Whether this installation has a channel of its own."""
    return bool(settings.LINE_CHANNEL_TOKEN)


def push(notice: Notice, words: Words) -> None:
    """Hands one text to LINE. Raises: Later, Never, QuotaSpent, NoServer."""
    try:
        with urllib.request.urlopen(_request(notice, words), timeout=settings.EMAIL_TIMEOUT):  # noqa: S310 (the setting is ours)
            return
    except urllib.error.HTTPError as answer:
        with answer:
            _judge(
                answer.code, answer.read(2000).decode("utf-8", "replace"), answer.headers.get("Retry-After")
            )
    except OSError as fault:
        raise Later(f"ติดต่อ LINE ไม่ได้ ({type(fault).__name__})") from fault


def _request(notice: Notice, words: Words) -> urllib.request.Request:
    body = {"to": notice.address, "messages": [{"type": "text", "text": words.line[:LONGEST_TEXT]}]}
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {settings.LINE_CHANNEL_TOKEN}",
        "X-Line-Retry-Key": str(notice.uuid),
    }
    url = f"{settings.LINE_API_URL.rstrip('/')}/v2/bot/message/push"
    return urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310 (the setting is ours)


def _judge(code: int, said: str, retry_after: str | None) -> None:
    if code == ACCEPTED_BEFORE:
        return
    if code == TOO_MANY and "monthly limit" in said:
        raise QuotaSpent("ข้อความ LINE ของเดือนนี้ครบโควตาแล้ว")
    if code == TOO_MANY or code >= 500:
        raise Later(f"LINE ขอให้ส่งใหม่ภายหลัง ({code})", not_before=_moment(retry_after))
    if code in {401, 403}:
        raise NoServer(f"LINE ไม่รับรหัสของช่องทาง ({code})")
    raise Never(f"LINE ไม่รับข้อความ ({code}) กรุณาตรวจรหัสกลุ่ม")


def _moment(retry_after: str | None) -> datetime | None:
    if retry_after and retry_after.isascii() and retry_after.isdigit():
        return clock.now() + timedelta(seconds=int(retry_after))
    return None

"""A header that Django does not send: which devices of the machine pages may ask for. None but passkeys."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

_NONE: Final = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
    "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "usb",
)  # fmt: skip
_OWN: Final = ("publickey-credentials-create", "publickey-credentials-get")
POLICY: Final = ", ".join([*(f"{name}=()" for name in _NONE), *(f"{name}=(self)" for name in _OWN)])


class PermissionsPolicy:
    """Stands above what answers pages. Source: ASVS 5.0, 3.4 and W3C Permissions Policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        answer.headers.setdefault("Permissions-Policy", POLICY)
        return answer

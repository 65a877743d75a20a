"""A form whose sender's session had ended, as the middleware keeps it for the next one."""

from typing import Any

from otop_registry import keys
from otop_registry.keys import Purpose
from registration.models import User
from registration.web.kept import KEY


def keep_typed(client: Any, owner: User, path: str, body: str) -> None:  # noqa: ANN401 (a client of Django's tests)
    """The session that has begun holds what its owner typed on the page in the one before."""
    session, who = client.session, str(owner.pk)
    sealed = keys.seal(Purpose.TYPED, body.encode(), about=keys.place("session", KEY, who))
    session[KEY] = {"path": path, "owner": who, "body": sealed}
    session.save()

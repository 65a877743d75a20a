"""The request of somebody who has signed in, as views and what they call read it."""

from django.http import HttpRequest

from registration.models import User


class PersonRequest(HttpRequest):
    """Django's request behind the door: LoginRequiredMiddleware lets nobody else reach a view that is not public."""

    user: User

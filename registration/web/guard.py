"""The door of every view: the action it serves, or an explicit mark that the public may see it."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from otop_registry import clock
from registration import access
from registration.access import Action

# Where persons stand: gone from the machine with the page. Pages that are typed into come back with the Back button.
PERSONAL = frozenset(
    {
        Action.PRODUCER_VIEW,
        Action.NUMBER_REVEAL,
        Action.READING_VIEW,
        Action.SUBJECT_EXPORT,
        Action.PAIR_VIEW,
        Action.CORRECTION_VIEW,
        Action.FAULT_VIEW,
        Action.TRANSFER_VIEW,
        Action.IMPORT,
        Action.ROSTER_VIEW,
        Action.LETTER_VIEW,
        Action.DOCUMENT_VIEW,
        Action.JOURNAL_VIEW,
        Action.PEOPLE_EDIT,
        Action.RECORD_REVIEW,
    }
)
UNSTORED = "private, no-store"
View = Callable[..., HttpResponseBase]


def requires(action: Action) -> Callable[[View], View]:
    """Lets in whoever holds a post of today with a role for `action`; the row itself is checked by the view.

    Raises: PermissionDenied, shown as the page 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not access.may_ever(request.user, action, clock.today()):
                raise PermissionDenied("บัญชีของท่านไม่มีสิทธิ์ดำเนินการนี้")
            answer = view(request, *args, **kwargs)
            if action in PERSONAL:
                answer.headers.setdefault("Cache-Control", UNSTORED)
            return answer

        guarded.action = action
        return guarded

    return decorate


def public(view: View) -> View:
    """Marks a view that anybody may open without signing in."""
    open_view = login_not_required(view)
    open_view.is_public = True
    return open_view


def signed_in(view: View) -> View:
    """Marks a view for everybody who has signed in, also without a post of today: it shows what each may see."""
    view.is_for_all_signed_in = True
    return view


def enrolling(view: View) -> View:
    """Marks a view that leads to a second factor: open to who must have one and has none yet."""
    view.is_for_enrolling = True
    return view

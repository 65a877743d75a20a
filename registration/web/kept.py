"""Nothing typed is lost when a session ends: the posted form waits in the next session of the same person.

The middleware keeps it, a view offers it again: `RegistrationForm(request.POST or kept_post(request))`.
"""

from django.http import HttpRequest, QueryDict

KEY = "kept_post"
LARGEST = 64 * 1024  # characters; a whole producer form needs about 10,000
SECRETS = ("csrfmiddlewaretoken", "password")  # never kept: fields whose name holds one of these


def keep(request: HttpRequest, owner: str) -> bool:
    """Stores the posted fields for `owner`. False when too many, or when nobody knows whose they are."""
    if not owner:
        return False  # the next person at this browser must not see them; the draft is kept on the server
    body = request.POST.copy()
    for name in request.POST:
        if any(secret in name for secret in SECRETS):
            del body[name]
    text = body.urlencode()
    if len(text) > LARGEST:
        return False
    request.session[KEY] = {"path": request.path, "owner": owner, "body": text}
    return True


def kept_post(request: HttpRequest) -> QueryDict | None:
    """The form that was typed on this page before the session ended; forgotten when the page is posted."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path or kept["owner"] != str(request.user.pk):
        return None
    if request.method == "POST":
        del request.session[KEY]
        return None
    return QueryDict(kept["body"])

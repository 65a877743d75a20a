"""Files to fill for an officer's own district, made as they are asked for."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.models.readings import Look
from registration.services.imports import kinds
from registration.services.imports.templates import OFFERS
from registration.services.personal import looking
from registration.services.personal.looking import Seen
from registration.views.imports.uploads import own_units
from registration.web.guard import requires
from registration.web.open_tables import XLSX
from registration.web.person_request import PersonRequest


@requires(Action.IMPORT)
def file_to_fill(request: PersonRequest, code: str, offered: str) -> HttpResponse:
    """A file of one kind for a district of the person's own."""
    on = clock.today()
    offer = OFFERS.get(offered)
    unit = next((each for each in own_units(request.user, on) if each.code == code), None)
    if offer is None or unit is None or unit.level != kinds.of(offer.kind).level:
        raise Http404
    if not access.may_ever(request.user, kinds.of(offer.kind).action, on):
        raise PermissionDenied
    count = looking.persons_in(unit.pk, None)
    seen = Seen(f"file:{offered}", unit.pk, offer.name(unit), count, on)
    looking.note(Look.EXPORT, seen, by=request.user, on=on, reason="กรอกข้อมูลของอำเภอแล้วนำเข้า")
    answer = HttpResponse(offer.make(unit, on), content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, offer.name(unit))
    return answer

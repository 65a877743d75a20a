"""Entering and changing a producer: one page of forms, drafts kept on any day, two editors compared."""

import re
import secrets
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.forms.registry.entry import (
    DRAFT_KEY,
    ProducerEntry,
    fields_to_keep,
    kept_of_last,
    typed_of,
    typed_of_draft,
    typed_of_producer,
    with_changed_rows,
    with_copied,
)
from registration.forms.registry.products import Typed
from registration.models import Producer, Unit, User
from registration.services import registry
from registration.services.checks.found import Found
from registration.services.personal import looking
from registration.services.registry import as_of, comparison, drafts, entry, record, searching
from registration.web.guard import requires
from registration.web.kept import kept_post
from registration.web.person_request import PersonRequest
from registration.workflow import Refused, Role

FIRST_KEY = "1"  # in addresses; the first draft of a record has no key of its own
_KEY = re.compile("[0-9a-f]{8}")
STILL_OPEN = "ยังมี {} ข้อที่จังหวัดส่งกลับและช่องนั้นยังไม่เปลี่ยน แก้ไขช่องนั้น หรือชี้แจงว่าเหตุใดจึงไม่แก้"
REFUSED_KEPT = "ยังบันทึกไม่ได้ จึงเก็บเป็นร่างไว้ให้แล้ว ข้อมูลที่กรอกไม่หาย"


@dataclass(frozen=True)
class EntryDesk:
    """Who enters what, in which district, on which day; `registered` is None for a new producer."""

    by: User
    on: date
    district: Unit
    registered: Producer | None = None
    key: str = ""  # which of the person's drafts of the record this page keeps

    @property
    def producer(self) -> Producer:
        """The record that the page is about. Raises: ValueError where a new one is entered."""
        if self.registered is None:
            raise ValueError("A new producer is no record yet")
        return self.registered

    @property
    def subject(self) -> str:
        """The draft's subject."""
        return drafts.subject_of(self.registered.pk if self.registered else None, self.key)

    @property
    def url(self) -> str:
        if self.registered:
            return reverse("registration:producer_edit", args=[self.registered.pk])
        return reverse("registration:producer_new")

    def url_with(self, **query: object) -> str:
        """The page's address with a query; a new producer's names the district, for officers of several."""
        place = {} if self.registered else {"district": self.district.code}
        asked = urlencode(query | place)
        return f"{self.url}?{asked}" if asked else self.url

    @property
    def cancel_url(self) -> str:
        return self.registered.get_absolute_url() if self.registered else reverse("registration:producers")

    @property
    def draft_url(self) -> str:
        if self.registered:
            return reverse("registration:producer_draft", args=[self.registered.pk])
        return reverse("registration:producer_new_draft")

    @property
    def open_draft_url(self) -> str:
        return self.url_with(draft=self.key or FIRST_KEY)

    @property
    def discard_draft_url(self) -> str:
        if self.registered:
            return reverse("registration:producer_draft_discard", args=[self.registered.pk])
        return reverse("registration:producer_new_draft_discard")

    def refusal(self) -> Refused | None:
        """Why nothing can be saved today, if so."""
        try:
            entry.expected_entry(self.district, self.on, producer=self.registered)
        except Refused as refused:
            return refused
        return None


# --- the two pages ---


@requires(Action.PRODUCER_EDIT)
def new(request: PersonRequest) -> HttpResponse:
    """A new producer of one of the person's own districts."""
    desk = desk_for_new(request)
    kept = kept_post(request)
    if request.method == "POST":
        return _posted(request, desk)
    typed = typed_of(kept) if kept else _drafted(request, desk)
    last = _last_entered(desk, request.GET.get("after", ""))
    return _page(request, desk, _shown(desk, typed or kept_of_last(last)))


@requires(Action.PRODUCER_EDIT)
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """A registered producer of the person's own district."""
    desk = desk_for(request, pk)
    kept = kept_post(request)
    if desk.producer.is_withdrawn:
        messages.info(request, "ผู้ผลิตรายนี้ยกเลิกไปแล้ว จึงแก้ไขไม่ได้")
        return redirect(desk.producer)
    if request.method == "POST":
        return _posted(request, desk)
    typed = typed_of(kept) if kept else _drafted(request, desk)
    return _page(request, desk, _shown(desk, typed or typed_of_producer(desk.producer)))


def desk_for_new(request: PersonRequest) -> EntryDesk:
    """The desk of the district that the page names, else of the person's first. Raises: Http404 for a foreign one."""
    on = clock.today()
    own = [post.unit for post in access.posts(request.user, on) if post.role == Role.DISTRICT]
    code = request.POST.get("district") or request.GET.get("district")
    chosen = [unit for unit in own if code in (None, "", unit.code)]
    if not chosen:
        raise Http404("ไม่พบหน้าที่ต้องการ")
    return _with_key(request, EntryDesk(request.user, on, chosen[0]))


def desk_for(request: PersonRequest, pk: int) -> EntryDesk:
    """The desk of a registered producer. Raises: Http404 outside the scope; PermissionDenied without the role."""
    on = clock.today()
    producer = access.get_or_404(Producer, pk, request.user, on)
    access.check(request.user, Action.PRODUCER_EDIT, producer, on)
    if request.method == "GET":
        looking.saw_records([producer], by=request.user, on=on)
    prefetch_related_objects([producer], "district", "products__certificates")
    return _with_key(request, EntryDesk(request.user, on, producer.district, producer))


def _with_key(request: PersonRequest, desk: EntryDesk) -> EntryDesk:
    """The desk with the draft that the page named, or opens; beside an older draft that is not shown a new one."""
    said = request.POST.get(DRAFT_KEY, "") or request.GET.get("draft", "")
    if _KEY.fullmatch(said):
        return replace(desk, key=said)
    is_fresh = request.method == "GET" and not said and drafts.find(desk.district, desk.subject, by=desk.by)
    return replace(desk, key=secrets.token_hex(4)) if is_fresh else desk


def _drafted(request: PersonRequest, desk: EntryDesk) -> Typed | None:
    """What the draft holds, when the page was asked to open it."""
    draft = drafts.find(desk.district, desk.subject, by=desk.by) if "draft" in request.GET else None
    return typed_of_draft(draft.fields) if draft else None


def _last_entered(desk: EntryDesk, pk: str) -> Producer | None:
    """The producer that "save and next" came from, if it is one of the district."""
    rows = access.visible(Producer, desk.by, desk.on).prefetch_related("products")
    return rows.filter(district=desk.district, pk=pk).first() if pk.isdecimal() else None


def _copied(desk: EntryDesk, typed: Typed) -> Typed:
    """The typed page with the place of the person's last new producer in its empty boxes."""
    rows = access.visible(Producer, desk.by, desk.on).filter(district=desk.district, created_by=desk.by)
    return with_copied(typed, rows.order_by("-pk").first())


def _shown(desk: EntryDesk, initial: Typed) -> ProducerEntry:
    return ProducerEntry(desk.district, desk.on, initial=initial, registered=desk.registered)


# --- what becomes of a posted page ---


def _posted(request: PersonRequest, desk: EntryDesk) -> HttpResponse:
    """One row more or less, a copy, a comparison answered, or the whole page saved."""
    if act := {"add", "remove", "copy"} & request.POST.keys():
        return _page(request, desk, _shown(desk, _changed(request, desk, act.pop())))
    if desk.refusal():
        return _kept_as_draft(request, desk)
    page = ProducerEntry.posted(desk.district, desk.on, request.POST, registered=desk.registered)
    if not page.is_valid():
        return _page(request, desk, page)
    typed = comparison.Typed(page.fields, page.product_fields)
    if page.producer.cleaned_data["began"] and desk.registered:
        return _compared(request, desk, page, typed)
    return _saved(request, desk, page, typed)


def _changed(request: PersonRequest, desk: EntryDesk, act: str) -> Typed:
    typed = typed_of(request.POST)
    return _copied(desk, typed) if act == "copy" else with_changed_rows(typed, act, request.POST[act])


def _saved(
    request: PersonRequest, desk: EntryDesk, page: ProducerEntry, typed: comparison.Typed
) -> HttpResponse:
    """The record saved and its draft thrown away; else the page again, or the comparison."""
    version = page.producer.cleaned_data["version"] or 0
    try:
        producer = _save(desk, typed, version)
    except registry.Duplicate as duplicate:
        page.producer.add_error(duplicate.field, str(duplicate))
        return _page(request, desk, page, duplicate=duplicate)
    except registry.Conflict as conflict:
        began = page.producer.cleaned_data["began"] or version
        return _comparison(request, desk, typed, conflict.current, began)
    except registry.Invalid as invalid:
        page.producer.show_faults(invalid.faults)
        return _page(request, desk, page)
    except Refused:
        return _kept_as_draft(request, desk)
    drafts.discard(desk.district, desk.subject, by=desk.by)
    messages.success(request, f"บันทึก {producer.name} แล้ว เลขทะเบียน {producer.registration_number}")
    if left := record.open_returns(producer):
        messages.warning(request, STILL_OPEN.format(len(left)))
    return redirect(desk.url_with(after=producer.pk) if "next" in request.POST else producer)


def _save(desk: EntryDesk, typed: comparison.Typed, version: int) -> Producer:
    if desk.registered is None:
        return registry.register(
            desk.district, by=desk.by, on=desk.on, fields=typed.fields, products=typed.products
        )
    return registry.amend(
        desk.registered,
        by=desk.by,
        on=desk.on,
        version=version,
        fields=typed.fields,
        products=typed.products,
    )


def _kept_as_draft(request: PersonRequest, desk: EntryDesk) -> HttpResponse:
    """The draft kept; the page that follows says which rule refused and when it opens again."""
    drafts.keep(desk.district, desk.subject, fields_to_keep(request.POST), by=desk.by, on=desk.on)
    messages.warning(request, REFUSED_KEPT)
    return redirect(desk.open_draft_url)


# --- two editors ---


def _compared(
    request: PersonRequest, desk: EntryDesk, page: ProducerEntry, typed: comparison.Typed
) -> HttpResponse:
    """Saves what was chosen; asks again while a field has no choice."""
    began = page.producer.cleaned_data["began"]
    seen = comparison.compare(as_of.content_at(desk.producer, began), desk.producer, typed)
    choices = {row.key: request.POST.get(f"take:{row.key}", "") for row in seen.rows}
    if not all(choices.values()):
        messages.error(request, "เลือกข้อมูลที่จะใช้ให้ครบทุกช่องก่อนบันทึก")
        return _comparison(request, desk, typed, desk.producer, began)
    return _saved(request, desk, page, comparison.merged(desk.producer, typed, choices))


def _comparison(
    request: PersonRequest, desk: EntryDesk, typed: comparison.Typed, current: Producer, began: int
) -> HttpResponse:
    """The page on which every differing field is chosen; what was typed travels along in hidden boxes."""
    hidden = [
        (name, value)
        for name, values in request.POST.lists()
        if not name.startswith(("csrf", "version", "began", "take:", "next"))
        for value in values
    ]
    seen = comparison.compare(as_of.content_at(current, began), current, typed)
    context = {
        "producer": current,
        "standing": as_of.newest_revision(current),
        "seen": seen,
        "hidden": hidden,
        "began": began,
        "action": desk.url,
    }
    return render(request, "registration/producer_compare.html", context)


# --- drawing the page ---


def _findings(desk: EntryDesk) -> tuple[Found, ...]:
    """What the checks found in the record as it is stored; of a new one they find something once it is saved."""
    round = searching.round_on(desk.district.code, desk.on)
    if desk.registered is None or round is None:
        return ()
    return record.findings_in(record.registration_in(desk.registered, round.pk))


def _page(
    request: PersonRequest,
    desk: EntryDesk,
    page: ProducerEntry,
    *,
    duplicate: registry.Duplicate | None = None,
) -> HttpResponse:
    offered = drafts.other(desk.district, desk.subject, by=desk.by)
    returns = record.open_returns(desk.registered) if desk.registered else []
    page.show_returns(returns)
    is_batch = "after" in request.GET
    if request.method == "GET" and not (desk.registered or offered or desk.refusal()):
        page.producer.start_at("name")
    context = {
        "page": page,
        "form": page.producer,
        "desk": desk,
        "producer": desk.registered,
        "refused": desk.refusal(),
        "offered": offered,
        "offered_desk": replace(desk, key=drafts.parts_of(offered.subject)[1]) if offered else None,
        "returns": returns,
        "findings": _findings(desk),
        "duplicate": duplicate.own if duplicate else None,
        "is_elsewhere": duplicate.is_elsewhere if duplicate else False,
        "is_batch": is_batch,
        "is_copied": "copy" in request.POST,
        "may_copy": not (is_batch or desk.registered),
    }
    return render(request, "registration/producer_edit.html", context)

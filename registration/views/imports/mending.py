"""The pages on which a row of a file is mended: what stands in the boxes, and what becomes of what was typed."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from django import forms
from django.http import QueryDict

from registration.forms.mending import AnswerRows, MendedAnswers, MendedEntry, MendedProducts
from registration.forms.registry.entry import typed_of, typed_of_producer, with_changed_rows
from registration.forms.registry.products import FRESH, Typed
from registration.models import Producer, UploadRow, User
from registration.services.imports import products_mending, roster_mending, sales_mending
from registration.services.imports.kinds import Scene


class Entry(Protocol):
    """A page of forms: `errors`, and the forms for the summary of errors."""

    @property
    def errors(self) -> bool: ...
    @property
    def more(self) -> list[forms.Form]: ...
    def is_valid(self) -> bool: ...


class MendingPage(Protocol):
    """One row on its page. `entry` makes the forms: as they stand, as posted, or with a row more or less."""

    template: str
    row: UploadRow

    def entry(self, data: QueryDict | None = None, *, act: str = "", target: str = "") -> Entry: ...
    def form_of(self, entry: Any) -> forms.Form:  # noqa: ANN401 (each page has an entry of its own)
        """The form that takes what is wrong with the whole."""

    def keep(self, entry: Any) -> None:  # noqa: ANN401
        """Raises: Refused."""

    def context(self) -> dict[str, Any]: ...


class RosterPage:
    """The boxes of the producer's form, over those of the record that the row is about."""

    template: str = "registration/imports/mend.html"

    def __init__(self, scene: Scene, row: UploadRow, viewer: User) -> None:
        self.scene, self.row = scene, row
        self.record, merged = roster_mending.boxes(scene, row)
        known = {name: value for name, value in merged.items() if name != "citizen_id"}
        self.initial = _over(self.record, known | roster_mending.unread(row, merged, viewer))

    def entry(self, data: QueryDict | None = None, *, act: str = "", target: str = "") -> MendedEntry:
        initial = with_changed_rows(typed_of(data), act, target) if data is not None and act else self.initial
        return MendedEntry(
            self.scene.unit,
            self.scene.on,
            known_id=self.row.fields.get("citizen_id") or "",
            registered=self.record,
            data=None if act else data,
            initial=initial,
        )

    def form_of(self, entry: MendedEntry) -> forms.Form:
        return entry.producer

    def keep(self, entry: MendedEntry) -> None:
        roster_mending.mend(self.row, entry.fields, entry.product_fields, self.scene)

    def context(self) -> dict[str, Any]:
        return {"producer": self.record}


def _over(record: Producer | None, said: Mapping[str, Any]) -> dict[str, Any]:
    typed = typed_of_producer(record) if record else {}
    return {**typed, **{name: value for name, value in said.items() if value not in (None, "", [])}}


class ProductsPage:
    """The number of a registered producer, and the boxes of its products that the row names."""

    template: str = "registration/imports/mend_products.html"

    def __init__(self, scene: Scene, row: UploadRow, viewer: User) -> None:
        self.scene, self.row = scene, row
        self.record, self.initial = products_mending.boxes(scene, row, viewer)
        self.offered = products_mending.offered(scene.unit)

    def entry(self, data: QueryDict | None = None, *, act: str = "", target: str = "") -> MendedProducts:
        if data is not None and act:
            typed = with_changed_rows(MendedProducts.typed(data), act, target)
            return MendedProducts(self.offered, initial=typed)
        return MendedProducts(self.offered, data=data, initial=self.initial)

    def form_of(self, entry: MendedProducts) -> forms.Form:
        return entry.form

    def keep(self, entry: MendedProducts) -> None:
        number = entry.form.cleaned_data["number"]
        products_mending.mend(self.row, number, entry.product_fields, self.scene, self.record)

    def context(self) -> dict[str, Any]:
        return {"producer": self.record}


class SalesPage:
    """The products that a row is about, each with the boxes of the month's grid."""

    template: str = "registration/imports/mend_sales.html"

    def __init__(self, scene: Scene, row: UploadRow, viewer: User) -> None:
        self.scene, self.row = scene, row
        self.boxes = sales_mending.boxes(scene, row, viewer)

    def entry(self, data: QueryDict | None = None, *, act: str = "", target: str = "") -> MendedAnswers:
        products = self.boxes.products
        if data is not None and act:
            return MendedAnswers(products, initial=_changed(AnswerRows.typed(data, "answers"), act, target))
        return MendedAnswers(products, data=data, initial=self.boxes.rows)

    def form_of(self, entry: MendedAnswers) -> forms.Form:
        return entry.form

    def keep(self, entry: MendedAnswers) -> None:
        sales_mending.mend(self.row, entry.answers, self.scene)

    def context(self) -> dict[str, Any]:
        return {"said": self.boxes.said, "standing": self.boxes.standing.values()}


def _changed(rows: list[Typed], act: str, target: str) -> list[Typed]:
    """One row more, or the one of "answers-1" less."""
    place = target.removeprefix("answers-")
    if act == "add":
        return [*rows, {FRESH: True}]
    return [each for number, each in enumerate(rows) if str(number) != place]


PAGES: Final[Mapping[str, Callable[[Scene, UploadRow, User], MendingPage]]] = {
    "roster": RosterPage,
    "products": ProductsPage,
    "sales": SalesPage,
}

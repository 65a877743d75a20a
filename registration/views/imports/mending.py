"""The pages on which a row of a file is mended: what stands in the boxes, and what becomes of what was typed."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Protocol

from django import forms
from django.http import QueryDict

from otop_registry import thai
from registration import content
from registration.forms.mending import (
    AnswerRows,
    FiguresForm,
    MendedAnswers,
    MendedEntry,
    MendedFigures,
    MendedProducts,
)
from registration.forms.registry.entry import typed_of, typed_of_producer, with_changed_rows
from registration.forms.registry.products import FRESH, ProductRows, Typed
from registration.models import Producer, UploadRow, User
from registration.services.imports import (
    figures_mending,
    kinds,
    products_mending,
    roster_mending,
    sales_mending,
)
from registration.services.imports.kinds import Scene
from registration.services.imports.roster_applying import RULE
from registration.services.imports.roster_products import OF_ONE_PRODUCT
from registration.services.imports.sales_heads import COVERS
from registration.services.registry import rules
from registration.services.uploads import several
from registration.services.uploads.findings import Severity

Box = tuple[forms.Form, str]  # a form and the name of its field
Found = Mapping[str, Any]  # a finding as a row keeps it


def tell(page: "MendingPage", entry: "Entry", findings: Iterable[Found]) -> list[Found]:
    """Errors told beside the boxes that they are about, as if the page had been posted; the others come back."""
    rest = []
    for each in findings:
        box = page.box_of(entry, each) if each["severity"] == Severity.ERROR else None
        if box is None:
            rest.append(each)
            continue
        form, name = box
        form.errors.setdefault(name, form.error_class()).append(each["message"])
    return rest


def key_of(row: UploadRow, finding: Found) -> str:
    """The key of the column that a finding is about; of a rule, the field that it asks."""
    code = str(finding["code"])
    if code.startswith(RULE):
        return code.removeprefix(RULE)
    letters = {each["letter"]: each["key"] for each in row.upload.columns}
    return str(letters.get(finding["column"], ""))


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

    def box_of(self, entry: Any, finding: Found) -> Box | None:  # noqa: ANN401
        """The box that a finding is about; None for what is no box's."""

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

    def box_of(self, entry: MendedEntry, finding: Found) -> Box | None:
        key = key_of(self.row, finding)
        name = BOX_OF.get(key, key)
        if name in entry.producer.fields:
            return entry.producer, name
        return product_box(entry.products, self.row, key, finding)

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

    def box_of(self, entry: MendedProducts, finding: Found) -> Box | None:
        key = key_of(self.row, finding)
        if key in {"registration_number", "name"}:
            return entry.form, "number"
        return product_box(entry.products, self.row, key, finding)

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

    def box_of(self, entry: MendedAnswers, finding: Found) -> Box | None:
        key, form = key_of(self.row, finding), entry.rows.forms[0]
        if f"{key}_baht" in form.fields:
            return form, f"{key}_baht"
        if key in COVERS:
            return form, "domestic_offline_baht"
        return (form, "product") if key in {"number", "producer", "product"} else None

    def keep(self, entry: MendedAnswers) -> None:
        sales_mending.mend(self.row, entry.answers, self.scene)

    def context(self) -> dict[str, Any]:
        return {"said": self.boxes.said, "standing": self.boxes.standing.values()}


class FiguresPage:
    """A district's figures: the boxes of the province's own form, for the row of a table."""

    template: str = "registration/imports/mend_figures.html"

    def __init__(self, scene: Scene, row: UploadRow, viewer: User) -> None:
        self.scene, self.row = scene, row
        self.labels = kinds.of_upload(row.upload).figures
        self.initial = figures_mending.boxes(row, viewer)

    def entry(self, data: QueryDict | None = None, *, act: str = "", target: str = "") -> MendedFigures:
        districts = figures_mending.districts_of(self.scene)
        form = FiguresForm(data, districts=districts, labels=self.labels, initial=self.initial)
        return MendedFigures(form)

    def form_of(self, entry: MendedFigures) -> forms.Form:
        return entry.form

    def box_of(self, entry: MendedFigures, finding: Found) -> Box | None:
        key = key_of(self.row, finding)
        name = FIGURES_BOX_OF.get(str(finding["code"])) or FIGURES_BOX_OF.get(key, key)
        return (entry.form, name) if name in entry.form.fields else None

    def keep(self, entry: MendedFigures) -> None:
        figures_mending.mend(self.row, entry.form.figures, self.scene)

    def context(self) -> dict[str, Any]:
        return {}


# {column or code of a finding: the box that answers it}
BOX_OF: Final[Mapping[str, str]] = {
    "owner": "owner_first_name",
    "address": "house_number",
    "authority": "subdistrict",
    "district": "subdistrict",
    "members": "members_male_count",
}
FIGURES_BOX_OF: Final[Mapping[str, str]] = {
    "district": "district", "elsewhere": "district", "twice": "district", "name": "district", "code": "district",
    "sales": "sales_baht", "no_figure": "sales_baht", "products": "products", "ahead": "month", "no_year": "month",
}  # fmt: skip


TYPE_LABEL: Final = content.label_of("products.0.product_type")


def product_box(products: ProductRows, row: UploadRow, key: str, finding: Found) -> Box | None:
    """The box of the product that a finding is about: of the same name as in its line, else the first that lacks it."""
    base = several.base_of(key)
    if key == rules.PRODUCTS:
        untyped = next((form for form in products if not form["product_type"].value()), None)
        is_type = untyped is not None and str(finding["message"]).endswith(TYPE_LABEL)
        first = next(iter(products), None)
        return (untyped, "product_type") if untyped and is_type else (first, "name") if first else None
    name, _ = OF_ONE_PRODUCT.get(base, ("name" if base == "standards" else "", None))
    if not name:
        return None
    said = [each for each in row.fields.get("products", ()) if each.get("row") == finding["row"]]
    said = [each for each in said if each.get("place", 1) == several.place_of(key)]
    wanted = thai.name_key(said[0].get("name") or "") if said else ""
    fitting = [form for form in products if thai.name_key(str(form["name"].value() or "")) == wanted]
    form = next(iter(fitting or products), None)
    return (form, name) if form is not None and name in form.fields else None


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
    "figures": FiguresPage,
}

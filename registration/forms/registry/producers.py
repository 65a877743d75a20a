"""What officers type about a producer: who, where, which facts and papers. Products: forms/products.py."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from registration import identifiers, names
from registration.forms.fields import (
    CitizenIdField,
    JuristicIdField,
    PhonesField,
    SubdistrictField,
    ThaiCharField,
    ThaiDateField,
    ThaiFormMixin,
    ThaiIntegerField,
    ThaiTextField,
    VillageNumberField,
)
from registration.forms.reasons import LONGEST_REASON, ReasonForm
from registration.forms.registry.owners import OwnerOfProducer
from registration.forms.registry.places import PlaceOfProduction
from registration.forms.registry.products import WrittenNumberField, with_return
from registration.models import Producer, ReturnReason
from registration.models.producers import Evidence, ProducerKind
from registration.services.registry import rules
from registration.services.registry.record import Return

MOST_MEMBERS = 9999
NEWEST_VERSION = 1_000_000_000  # a bound for what a browser may send
NUMBERS = frozenset({"house_number", "village_number", "postcode", "former_numbers"})
TITLES = ("นาย", "นาง", "นางสาว")
BASIC_EVIDENCE = (Evidence.ID_CARD, Evidence.HOUSE, Evidence.PRODUCT_PHOTO, Evidence.PLACE_PHOTO)

# What is folded away until somebody needs it: {fold: fields}.
FOLDS: Mapping[str, tuple[str, ...]] = {
    "place": ("postcode", "village", "lane", "road", "email", "line_id"),
    "papers": ("documents_seen", "founded_day", "representative", "former_numbers", "remarks"),
}


def _label(name: str) -> str:
    """The word of the table, so that the form, the journal and the differences say the same."""
    return str(Producer._meta.get_field(name).verbose_name)


def _text(name: str, *, hint: str = "", required: bool = False, **attrs: str) -> ThaiCharField:
    """A line of text as long as its column; house numbers and the like in Arabic digits."""
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    length = Producer._meta.get_field(name).max_length
    field = WrittenNumberField if name in NUMBERS else ThaiCharField
    return field(label=_label(name), max_length=length, required=required, help_text=hint, widget=widget)


def _tick(name: str) -> forms.BooleanField:
    return forms.BooleanField(label=_label(name), required=False)


class ProducerForm(PlaceOfProduction, OwnerOfProducer):
    """One producer. `fields_for_registry` is what services.registry takes as `fields`.

    Personal numbers are never sent back to the browser: an empty box keeps the registered one.
    """

    district = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(
        required=False, min_value=0, max_value=NEWEST_VERSION, widget=forms.HiddenInput
    )
    began = forms.IntegerField(
        required=False, min_value=0, max_value=NEWEST_VERSION, widget=forms.HiddenInput
    )

    kind = forms.ChoiceField(label=_label("kind"), choices=ProducerKind, widget=forms.RadioSelect)
    name = _text("name", hint="เช่น กลุ่มแม่บ้านเกษตรกรบ้านคีรีวง หรือ ร้านป้าแจ๋ว", required=True)
    owner_title = _text("owner_title", list="titles")
    owner_first_name = _text("owner_first_name", required=True)
    owner_last_name = _text("owner_last_name")
    has_no_last_name = forms.BooleanField(label="ไม่มีนามสกุล", required=False)
    citizen_id = CitizenIdField(label=_label("citizen_id"), help_text="13 หลัก เช่น 1-1017-00230-70-8")
    juristic_id = JuristicIdField(
        label=_label("juristic_id"),
        required=False,
        help_text="13 หลัก ขึ้นต้นด้วย 0 ห้างหุ้นส่วนสามัญที่ไม่จดทะเบียนไม่มีเลขนี้",
    )
    members_male_count = ThaiIntegerField(
        label=_label("members_male_count"), required=False, min_value=0, max_value=MOST_MEMBERS
    )
    members_female_count = ThaiIntegerField(
        label=_label("members_female_count"), required=False, min_value=0, max_value=MOST_MEMBERS
    )
    founded_day = ThaiDateField(label=_label("founded_day"), required=False, help_text="เช่น 16 / 3 / 2561")

    house_number = _text("house_number", hint="เช่น 99/1", required=True)
    village_number = VillageNumberField(
        label=_label("village_number"), required=False, max_length=20, help_text="เช่น 3"
    )
    village = _text("village")
    lane = _text("lane")
    road = _text("road")
    subdistrict = SubdistrictField(label="ตำบล", help_text="สถานที่ผลิตต้องอยู่ในอำเภอที่ลงทะเบียน")
    postcode = _text(
        "postcode", hint="เว้นว่างได้ ระบบเติมให้จากตำบล เช่น 80000", inputmode="numeric", list="postcodes"
    )
    phones = PhonesField(
        label=_label("phones"), required=False, help_text="หลายเบอร์คั่นด้วย , เช่น 08 1234 5678, 0 7535 6555"
    )
    email = forms.EmailField(
        label=_label("email"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    line_id = _text("line_id")

    is_thai = forms.BooleanField(label=_label("is_thai"))
    takes_part_in_production = _tick("takes_part_in_production")
    takes_part_in_management = _tick("takes_part_in_management")
    community_benefits = _tick("community_benefits")
    has_basic_evidence = forms.BooleanField(
        label="เห็นเอกสารพื้นฐานครบ 4 รายการ: บัตรประชาชน ทะเบียนบ้าน รูปผลิตภัณฑ์ รูปสถานที่ผลิต", required=False
    )
    documents_seen = forms.MultipleChoiceField(
        label=_label("documents_seen"),
        required=False,
        choices=Evidence,
        widget=forms.CheckboxSelectMultiple,
        help_text="ทำเครื่องหมายเฉพาะเอกสารที่เห็นแล้ว",
    )
    representative = _text("representative", hint="ต้องมีหนังสือมอบอำนาจ")
    former_numbers = _text("former_numbers", hint="เลขจากระบบเดิม หลายเลขคั่นด้วย ,")
    remarks = ThaiTextField(label=_label("remarks"), required=False, max_length=2000)

    def __init__(self, *args: Any, registered: Producer | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.registered = registered
        self.fields["owner_last_name"].need = "ต้องกรอก"
        for name in ("members_male_count", "members_female_count"):
            self.fields[name].need = "ต้องกรอก ถ้าไม่มีใส่ 0"  # the boxes are shown to groups only
        if registered:
            self.fields["citizen_id"].required = False
            self._say_what_is_kept(registered)

    def _say_what_is_kept(self, registered: Producer) -> None:
        for name, more in (("citizen_id", ""), ("juristic_id", " พิมพ์ - ถ้าไม่มีเลขแล้ว")):
            if number := getattr(registered, name):
                words = f"เลขที่ลงทะเบียนไว้คือ {identifiers.mask_id(number)} เว้นว่างไว้ถ้าไม่เปลี่ยน{more}"
                self.fields[name].help_text = words

    def start_at(self, name: str) -> None:
        """Puts the cursor into a box: only on a page that is opened for a new record, with nothing to read before."""
        self.fields[name].widget.attrs["autofocus"] = True

    def show_returns(self, reasons: Mapping[str, list[str]]) -> None:
        """Writes the province's reasons beside the boxes they name."""
        for name, sentences in reasons.items():
            field = self.fields.get("subdistrict" if name == "subdistrict_id" else name)
            if field:
                field.help_text = with_return(field.help_text, sentences)

    @property
    def titles(self) -> tuple[str, ...]:
        return TITLES

    @property
    def open_folds(self) -> set[str]:
        """The folds that hold something typed or something wrong."""
        return {fold for fold, names in FOLDS.items() if any(_is_filled(self[name]) for name in names)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.fill_postcode(cleaned)
        self._leave_out(cleaned)
        self.check_owner(cleaned)
        self.show_faults(rules.faults(cleaned, self.district_code))
        if cleaned.get("has_basic_evidence"):
            seen = {*cleaned.get("documents_seen", ()), *BASIC_EVIDENCE}
            cleaned["documents_seen"] = [code for code in Evidence.values if code in seen]
        return cleaned

    def _leave_out(self, cleaned: dict[str, Any]) -> None:
        """Members belong to a group, a juristic number to an enterprise; what the kind does not have is left out.

        An enterprise's empty box keeps the number that is registered, a dash ends it.
        """
        if cleaned.get("kind") != ProducerKind.GROUP:
            cleaned |= dict.fromkeys(rules.MEMBERS)
        if cleaned.get("kind") != ProducerKind.SME:
            cleaned["juristic_id"] = ""
        elif cleaned.get("juristic_id") == "":
            cleaned["juristic_id"] = self.kept_juristic_id
        elif cleaned.get("juristic_id") == JuristicIdField.NONE:
            cleaned["juristic_id"] = ""

    @property
    def kept_juristic_id(self) -> str:
        """The number that an empty box keeps."""
        return self.registered.juristic_id if self.registered else ""

    def show_faults(self, faults: Iterable[rules.Fault]) -> None:
        """Writes what is wrong beside the box it is about, on top of the page when it has none."""
        for fault in faults:
            self.add_error(fault.field if fault.field in self.fields else None, fault.text)

    @property
    def fields_for_registry(self) -> dict[str, Any]:
        """The cleaned fields of content.CONTENT_FIELDS; an empty citizen's number means the registered one.

        Without a former number the key is left out on registering, so that the registry finds it itself.
        """
        own = {"district", "version", "began", "has_basic_evidence", "has_no_last_name"}
        values = {name: value for name, value in self.cleaned_data.items() if name not in own}
        if self.registered:
            values["citizen_id"] = values["citizen_id"] or self.registered.citizen_id
            values |= _spelt_as_registered(self.registered, values)
        elif not values["former_numbers"]:
            del values["former_numbers"]
        return values


def _spelt_as_registered(registered: Producer, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is only spelt otherwise than it is registered ("-" for no surname, "หมู่ 4") stays: it is no change."""
    same: dict[str, Any] = {}
    owner = ("owner_title", "owner_first_name", "owner_last_name")
    if names.full_name(*(values[name] for name in owner)) == registered.owner_name:
        same |= {name: getattr(registered, name) for name in owner}
    if names.show_village(values["village_number"]) == names.show_village(registered.village_number):
        same["village_number"] = registered.village_number
    return same


def _is_filled(field: forms.BoundField) -> bool:
    value = field.value()
    return bool(field.errors or (any(value) if isinstance(value, list) else value))


class WithdrawalForm(ReasonForm):
    """Why a producer or a product is withdrawn."""

    reason = ThaiTextField(label="เหตุผล", max_length=LONGEST_REASON, help_text="เช่น เลิกผลิตแล้ว หรือ เสียชีวิต")
    version = forms.IntegerField(min_value=0, max_value=NEWEST_VERSION, widget=forms.HiddenInput)


class RevertForm(ReasonForm):
    """Why what the round did to a record is undone."""

    reason = ThaiTextField(
        label="เหตุผล", max_length=LONGEST_REASON, help_text="เช่น แก้ไขผิดราย หรือ ผู้ผลิตแจ้งว่าข้อมูลเดิมถูกต้อง"
    )
    version = forms.IntegerField(min_value=0, max_value=NEWEST_VERSION, widget=forms.HiddenInput)


class ReturnAnswerForm(ThaiFormMixin, forms.Form):
    """Why the district changes nothing: a box for each returned reason that is still open, at least one filled."""

    def __init__(self, *args: Any, returns: Iterable[Return], **options: Any) -> None:
        super().__init__(*args, **options)
        length = ReturnReason._meta.get_field("answer").max_length
        for each in returns:
            label = f"{each.label}: {each.sentence}"
            self.fields[f"answer_{each.pk}"] = ThaiTextField(label=label, required=False, max_length=length)

    @property
    def answers(self) -> dict[int, str]:
        """{reason's id: words} of a valid form."""
        return {int(name.removeprefix("answer_")): words for name, words in self.cleaned_data.items()}


class VersionForm(ThaiFormMixin, forms.Form):
    """An act without words on the version that the person saw."""

    version = forms.IntegerField(min_value=0, max_value=NEWEST_VERSION, widget=forms.HiddenInput)

"""What the department types about people, and what each unit types about its coordinators."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from registration import identifiers
from registration.forms.calendar import UnitField
from registration.forms.fields import OfferedInput, ThaiCharField, ThaiDateField, ThaiFormMixin, ThaiTextField
from registration.forms.reasons import LONGEST_REASON, ReasonForm
from registration.models import Contact, ContactRole, Unit
from registration.models.people import ActingFor
from registration.names import part_title
from registration.services.people.posts import LEVELS, Appointment
from registration.workflow import Role

PHONE_HINT = "เช่น 08 1234 5678 หรือ 0-7535-6555"


class PostUnitField(UnitField):
    """Any unit, the department among them: its code is empty, which a list of choices takes for no answer."""

    department_choice = "department"

    def prepare_value(self, value: object) -> object:
        value = getattr(value, "pk", value)
        return self.department_choice if value == "" else value

    def to_python(self, value: object) -> Unit | None:
        return self.queryset.get(pk="") if value == self.department_choice else super().to_python(value)


class PhoneMixin:
    """One checked telephone; a refusal says what is wrong with the number."""

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        try:
            return identifiers.phone(typed) if typed else ""
        except ValueError as fault:
            meant = identifiers.phones_meant(typed)
            self.fields["phone"].offer = "" if "," in meant else meant
            raise ValidationError(str(fault)) from fault


class NamesForm(PhoneMixin, ThaiFormMixin, forms.Form):
    """Who a person is and how to reach them."""

    title = ThaiCharField(label="คำนำหน้า", required=False, max_length=30, help_text="เช่น นาย นาง นางสาว")
    first_name = ThaiCharField(label="ชื่อ", max_length=150)
    last_name = ThaiCharField(label="นามสกุล", max_length=150)
    email = forms.EmailField(label="อีเมล", help_text="ใช้ส่งลิงก์ตั้งรหัสผ่าน")
    phone = ThaiCharField(
        label="โทรศัพท์", required=False, max_length=30, help_text=PHONE_HINT, widget=OfferedInput
    )

    @property
    def names(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in NamesForm.base_fields}

    def clean(self) -> dict[str, Any]:
        """A title typed into the name is the title, and is not written twice."""
        data = super().clean() or {}
        if "first_name" in data and "title" in data:
            try:
                data["title"], data["first_name"] = part_title(data["title"], data["first_name"])
            except ValueError as fault:
                self.add_error("first_name", str(fault))
        return data


class PostForm(ThaiFormMixin, forms.Form):
    """One post: where, as what, from when, by which order."""

    unit = PostUnitField(label="หน่วยงาน", empty_label="เลือกหน่วยงาน", help_text="กรม จังหวัด อำเภอ หรือเขต")
    role = forms.ChoiceField(label="บทบาท", choices=[("", "เลือกบทบาท"), *Role.choices])
    position = ThaiCharField(
        label="ตำแหน่ง", required=False, max_length=200, help_text="เช่น นักวิชาการพัฒนาชุมชนชำนาญการ"
    )
    valid_from = ThaiDateField(label="ตั้งแต่วันที่")
    valid_to = ThaiDateField(label="ถึงวันที่", required=False, help_text="เว้นว่างไว้ถ้าไม่มีกำหนด")
    order_number = ThaiCharField(label="คำสั่งที่", required=False, max_length=100)
    acting_for = forms.ChoiceField(
        label="การปฏิบัติหน้าที่แทน", required=False, choices=[("", "ปฏิบัติหน้าที่ของตนเอง"), *ActingFor.choices]
    )
    acting_for_position = ThaiCharField(
        label="แทนตำแหน่ง", required=False, max_length=200, help_text="เช่น พัฒนาการจังหวัด"
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], on: date, **options: Any) -> None:
        options["initial"] = {"valid_from": on} | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.fields["unit"].within(units)
        self.fields["order_number"].need = "ต้องกรอกเมื่อปฏิบัติหน้าที่แทน"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        unit, role = data.get("unit"), data.get("role")
        if unit and role and unit.level not in LEVELS[Role(role)]:
            self.add_error("role", f"บทบาท{Role(role).label} ใช้กับ{unit}ไม่ได้ กรุณาเลือกให้ตรงระดับของหน่วยงาน")
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "วันสุดท้ายต้องไม่มาก่อนวันเริ่ม")
        if data.get("acting_for") and not data.get("order_number"):
            self.add_error("order_number", "กรอกคำสั่งที่ เพราะเป็นการปฏิบัติหน้าที่แทน")
        return data

    @property
    def appointment(self) -> Appointment:
        return Appointment(**{name: self.cleaned_data[name] for name in PostForm.base_fields})


class PersonForm(NamesForm, PostForm):
    """A new person with a first post. The password is theirs to set."""

    field_order = ("username", *NamesForm.base_fields, *PostForm.base_fields)

    username = forms.CharField(
        label="ชื่อผู้ใช้",
        max_length=150,
        validators=[ASCIIUsernameValidator(message="ใช้ตัวอักษรอังกฤษ ตัวเลข และ . @ + - _ เท่านั้น เช่น somchai.j")],
        help_text="ตัวอักษรอังกฤษและตัวเลข เช่น somchai.j เปลี่ยนภายหลังไม่ได้",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "class": "width-20"}),
    )

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()


class SearchForm(ThaiFormMixin, forms.Form):
    """Whom to look for: words, a unit and below, a role of today."""

    says_required = False

    words = ThaiCharField(label="ชื่อ ชื่อผู้ใช้ หรืออีเมล", required=False, max_length=100)
    unit = UnitField(label="หน่วยงานและที่อยู่ในสังกัด", required=False, empty_label="ทุกหน่วยงาน")
    role = forms.ChoiceField(label="บทบาท", required=False, choices=[("", "ทุกบทบาท"), *Role.choices])

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].within(units.exclude(code=""))
        for field in self.fields.values():
            is_list = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_list else "form-control"

    @property
    def asked(self) -> dict[str, str]:
        """The search as services.people.find takes it; what cannot be read is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        unit = data.get("unit")
        return {
            "words": data.get("words", ""),
            "unit_code": unit.code if unit else "",
            "role": data.get("role", ""),
        }


class GroundsForm(ReasonForm):
    """Why an account is shut or opened: in words, or the order that says so."""

    reason = ThaiTextField(label="เหตุผลหรือเลขที่คำสั่ง", max_length=LONGEST_REASON)


class EndForm(GroundsForm):
    """The last day of a post and what it rests on."""

    field_order = ("last_day", "reason")

    last_day = ThaiDateField(label="วันสุดท้าย", help_text="นับรวมวันนี้ด้วย")


class WaiverForm(ThaiFormMixin, forms.Form):
    """A dated leave for a one-person office."""

    province = UnitField(label="จังหวัด", empty_label="เลือกจังหวัด")
    first_day = ThaiDateField(label="ตั้งแต่วันที่")
    last_day = ThaiDateField(label="ถึงวันที่")
    order_number = ThaiCharField(label="คำสั่งที่", max_length=100)
    reason = ThaiTextField(
        label="เหตุผล", max_length=LONGEST_REASON, help_text="เช่น มีเจ้าหน้าที่เพียงคนเดียวระหว่างรอบรรจุ"
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["province"].within(units.provinces())

    @property
    def grounds(self) -> dict[str, Any]:
        """Days, order and reason as services.people.grant_waiver takes them."""
        data = self.cleaned_data
        days = (data["first_day"], data["last_day"])
        return {"days": days, "order_number": data["order_number"], "reason": data["reason"]}


class ContactForm(PhoneMixin, ThaiFormMixin, forms.Form):
    """A coordinator of the own unit, or the stand-in of one."""

    role = forms.ChoiceField(label="หน้าที่", choices=ContactRole.choices)
    stands_in_for = forms.ModelChoiceField(
        label="ปฏิบัติหน้าที่แทน",
        queryset=Contact.objects.none(),
        required=False,
        empty_label="ไม่ได้ปฏิบัติหน้าที่แทนผู้ใด",
        help_text="เลือกเมื่อปฏิบัติหน้าที่แทนผู้ที่ไม่อยู่ ระบบจะใช้หน้าที่ของผู้นั้น และติดต่อผู้แทนจนถึงวันสุดท้าย",
    )
    name = ThaiCharField(label="ชื่อ-สกุล", max_length=200, help_text="พร้อมคำนำหน้า เช่น นางสาวสมศรี ใจดี")
    position = ThaiCharField(label="ตำแหน่ง", required=False, max_length=200)
    phone = ThaiCharField(label="โทรศัพท์", max_length=30, help_text=PHONE_HINT, widget=OfferedInput)
    email = forms.EmailField(label="อีเมล", required=False, help_text="ใช้ส่งการแจ้งเตือน")
    valid_from = ThaiDateField(label="ตั้งแต่วันที่")
    valid_to = ThaiDateField(
        label="ถึงวันที่", required=False, help_text="เว้นว่างไว้ถ้าไม่มีกำหนด ผู้ปฏิบัติหน้าที่แทนต้องมีวันสุดท้าย"
    )

    def __init__(self, *args: Any, others: QuerySet[Contact], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stands_in_for"].queryset = others

    def clean_email(self) -> str:
        """An address that can be reached from outside: its domain has a dot."""
        typed = str(self.cleaned_data["email"]).lower()
        if typed and "." not in typed.rpartition("@")[2]:
            raise ValidationError("อีเมลต้องมีชื่อโดเมนเต็ม เช่น somchai@example.go.th")
        return typed


class ContactEndForm(ThaiFormMixin, forms.Form):
    """The last day of a coordinator."""

    last_day = ThaiDateField(label="วันสุดท้าย", help_text="นับรวมวันนี้ด้วย")

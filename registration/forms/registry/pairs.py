"""What the list of pairs is narrowed to, and why a pair is decided so."""

from django import forms

from registration.forms.fields import ThaiFormMixin, ThaiTextField
from registration.forms.reasons import LONGEST_REASON, ReasonForm
from registration.forms.registry.listing import PlaceMixin, UnitChoice
from registration.forms.registry.producers import NEWEST_VERSION


class PairPlaceForm(PlaceMixin, ThaiFormMixin, forms.Form):
    """The province or district that one of the two lies in."""

    province = UnitChoice(label="จังหวัด", empty_label="ทุกจังหวัด")
    district = UnitChoice(label="อำเภอ/เขต", empty_label="ทุกอำเภอ")
    show = forms.CharField(required=False, widget=forms.HiddenInput)


class ApartForm(ReasonForm):
    """Why two that look alike are two."""

    reason = ThaiTextField(
        label="เหตุผลที่เป็นคนละราย",
        max_length=LONGEST_REASON,
        help_text="เช่น เป็นพี่น้องกัน อยู่บ้านเดียวกันแต่ทำคนละกลุ่ม ตรวจกับสำเนาบัตรแล้ว",
    )


class MergeForm(ReasonForm):
    """Why two records are one producer, on the versions that the person saw."""

    reason = ThaiTextField(
        label="เหตุผลที่เป็นรายเดียวกัน",
        max_length=LONGEST_REASON,
        help_text="เช่น บัตรประชาชนใบเดียวกัน ลงทะเบียนซ้ำเมื่อเปลี่ยนชื่อกลุ่ม",
    )
    kept_version = forms.IntegerField(min_value=0, max_value=NEWEST_VERSION, widget=forms.HiddenInput)
    ended_version = forms.IntegerField(min_value=0, max_value=NEWEST_VERSION, widget=forms.HiddenInput)

    @property
    def versions(self) -> tuple[int, int]:
        return self.cleaned_data["kept_version"], self.cleaned_data["ended_version"]


class UnlikeMergeForm(MergeForm):
    """The same of two whose name, tambon and person all differ: somebody has seen the papers."""

    papers_seen = forms.BooleanField(label="ตรวจกับเอกสารของทั้งสองรายแล้ว เป็นรายเดียวกันจริง")
    field_order = ("papers_seen", "reason")


class UnmergeForm(ReasonForm):
    """Why a merge is taken back."""

    reason = ThaiTextField(
        label="เหตุผลที่เลิกรวม", max_length=LONGEST_REASON, help_text="เช่น ตรวจเอกสารแล้วเป็นคนละคน"
    )


class AnewForm(ReasonForm):
    """Why a decision is taken back."""

    reason = ThaiTextField(label="เหตุผลที่พิจารณาใหม่", max_length=LONGEST_REASON)

"""The same roster through django-import-export, as its admin does it: a dry run with differences, then the import.

It writes producers and products and nothing else: no rules of ours, no journal, no revisions.
"""

from typing import Any

from import_export import fields, resources, widgets
from tablib import Dataset

from benchmarks.imports import DAY, HEADS, Office
from otop_registry import clock, thai
from registration import numbers
from registration.models import Producer, Product, Round
from registration.timetable import Quarter

NAME, OWNER, ID, HOUSE, PRODUCT = HEADS[1], HEADS[3], HEADS[4], HEADS[5], HEADS[10]


class _Producers(resources.ModelResource):
    """A producer by its citizen number."""

    name = fields.Field(attribute="name", column_name=NAME)
    owner_first_name = fields.Field(attribute="owner_first_name", column_name=OWNER)
    citizen_id = fields.Field(attribute="citizen_id", column_name=ID)
    house_number = fields.Field(attribute="house_number", column_name=HOUSE)

    class Meta:
        model = Producer
        import_id_fields = ("citizen_id",)
        fields = ("name", "owner_first_name", "citizen_id", "house_number")

    def __init__(self, where: Office) -> None:
        super().__init__()
        self.where, self.round_id = where, Round.id_of(Quarter.of(DAY))

    def before_save_instance(self, instance: Producer, row: dict[str, Any], **options: Any) -> None:
        """What the file does not hold."""
        instance.registration_number = f"P{instance.citizen_id}"
        instance.citizen_id = numbers.token_of(instance.citizen_id)  # as the table holds it
        instance.district, instance.subdistrict = self.where.district, self.where.place
        instance.registered_round_id = instance.first_round_id = instance.confirmed_round_id = self.round_id
        instance.kind, instance.owner_last_name, instance.postcode = "sole_owner", "ใจดี", "80000"
        instance.is_thai = instance.takes_part_in_production = True
        instance.name_key, instance.sort_key = thai.name_key(instance.name), thai.sort_key(instance.name)
        instance.created_by = self.where.officer
        instance.created_at = instance.updated_at = clock.instant(DAY)


class _Products(resources.ModelResource):
    """A product by its producer and name."""

    producer = fields.Field(
        attribute="producer", column_name=ID, widget=widgets.ForeignKeyWidget(Producer, "citizen_id")
    )
    name = fields.Field(attribute="name", column_name=PRODUCT)

    class Meta:
        model = Product
        import_id_fields = ("producer", "name")
        fields = ("producer", "name")

    def __init__(self) -> None:
        super().__init__()
        self.round_id = Round.id_of(Quarter.of(DAY))

    def before_save_instance(self, instance: Product, row: dict[str, Any], **options: Any) -> None:
        """What the file does not hold."""
        instance.registered_round_id = instance.first_round_id = self.round_id
        instance.product_type, instance.name_key = "food", thai.name_key(instance.name)


def dry_run_and_import(where: Office, data: bytes) -> None:
    """Producers, then their products. Raises what the import found wrong."""
    table = Dataset().load(data, format="xlsx")
    for resource in (_Producers(where), _Products()):
        resource.import_data(table, dry_run=True, raise_errors=True)
        resource.import_data(table, dry_run=False, raise_errors=True)

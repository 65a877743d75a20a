"""What one cell means: pure readers, Cell → Read. A value that is not what was typed is told as “อ่านว่า …”.

Nothing is read by guess: what could mean two things is a fault in Thai, and the cell waits for a person.
"""

from registration.services.uploads.values.addresses import Address, address
from registration.services.uploads.values.choices import (
    TYPES,
    Proof,
    producer_kind,
    product_state,
    product_type,
    standards,
    yes_no,
)
from registration.services.uploads.values.numbers import (
    baht,
    house_number,
    monthly_count,
    postcode,
    whole_number,
)
from registration.services.uploads.values.people import PersonName, citizen_id, juristic_id, person_name
from registration.services.uploads.values.phones import phones
from registration.services.uploads.values.product_names import SEVERAL, product_name
from registration.services.uploads.values.reading import Read, is_no_text, line, reader, text, text_of
from registration.services.uploads.values.times import day, month

__all__ = [
    "SEVERAL",
    "TYPES",
    "Address",
    "PersonName",
    "Proof",
    "Read",
    "address",
    "baht",
    "citizen_id",
    "day",
    "house_number",
    "is_no_text",
    "juristic_id",
    "line",
    "month",
    "monthly_count",
    "person_name",
    "phones",
    "postcode",
    "producer_kind",
    "product_name",
    "product_state",
    "product_type",
    "reader",
    "standards",
    "text",
    "text_of",
    "whole_number",
    "yes_no",
]

"""What a producer is found by: one stored text of names and numbers, written with every write of the record.

Names stand as `thai.search_key` spells them. Numbers stand in letters of their own (0 = A … 9 = J), so that three
digits typed for a name never meet the middle of somebody's telephone number.
"""

import re
from collections.abc import Iterable
from typing import Final

from otop_registry import thai
from registration.content import Content

_LETTERS: Final = str.maketrans("0123456789", "ABCDEFGHIJ")
RUNNING_DIGITS: Final = 5  # of a registration number; fewer digits than this are no telephone number either


def key_of(names: Iterable[str], registration_number: str, numbers: Iterable[str] = ()) -> str:
    """The stored text: a line of names, then a line for each number."""
    running = registration_number.split("-")[-2]
    lines = [
        thai.search_key(" ".join(filter(None, names))),
        in_letters(registration_number),
        running_in_letters(running),
    ]
    return "\n".join([*lines, *map(in_letters, numbers)])


def key_of_content(record: Content) -> str:
    """The stored text of a producer as `content.of_producer` tells it; a withdrawn product finds nothing."""
    products = [each["name"] for each in record["products"] if each["withdrawn_round"] is None]
    owner = (record["owner_first_name"], record["owner_last_name"])
    names = (record["name"], *owner, *products, record["former_numbers"])
    numbers = (*record["phones"], *record["former_numbers"].split(","))
    return key_of(names, record["registration_number"], numbers)


def in_letters(number: str) -> str:
    """The digits of a number in letters of their own; what is no digit is left out."""
    return re.sub("[^0-9]", "", thai.to_arabic(number)).translate(_LETTERS)


def running_in_letters(number: str) -> str:
    """The running number of a registration, marked off so that it is found as a whole."""
    return f"-{in_letters(number):A>{RUNNING_DIGITS}}-"

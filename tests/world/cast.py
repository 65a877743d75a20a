"""The cast: people told apart by real codes, and the plan of 2561 with the rows it awaits of their units.

District A 8001, its neighbour B 8002, their province 80; another province 43 with its district 4301; the
department "". `former` lost the post of district A on the day before factories.DAY.
"""

from dataclasses import dataclass, fields
from datetime import timedelta

import pytest

from registration.models import Plan, Unit, User
from registration.services import calendar
from registration.workflow import Role
from tests.world.factories import (
    DAY,
    LONG_AGO,
    SUBDISTRICT_NAMES,
    UNIT_NAMES,
    make_officer,
    make_subdistrict,
    make_unit,
    make_user,
)
from tests.world.remembered import stage


@dataclass(frozen=True)
class Cast:
    """People by what they are, units by their place: a and b lie in `home`, `far_district` in `far`."""

    nation: Unit
    home: Unit
    a: Unit
    b: Unit
    far: Unit
    far_district: Unit

    district: User  # officer of A
    colleague: User  # second officer of A
    neighbour: User  # officer of B
    province: User  # officer of A's and B's province
    province_colleague: User  # second officer of that province
    other_province: User
    other_district: User
    department: User
    department_colleague: User
    province_executive: User  # executive of A's and B's province
    executive: User  # executive of the department
    stranger: User  # signs in, holds no post
    former: User  # officer of A until yesterday


def build_cast() -> Cast:
    """Writes the cast's units, subdistricts, people and posts."""
    nation, home, a, b, far, far_district = (make_unit(code) for code in UNIT_NAMES)
    for code in SUBDISTRICT_NAMES:
        make_subdistrict(code)
    return Cast(
        nation, home, a, b, far, far_district,
        district=make_officer("8001", username="district"),
        colleague=make_officer("8001", username="colleague"),
        neighbour=make_officer("8002", username="neighbour"),
        province=make_officer("80", username="province"),
        province_colleague=make_officer("80", username="province_colleague"),
        other_province=make_officer("43", username="other_province"),
        other_district=make_officer("4301", username="other_district"),
        department=make_officer("", username="department"),
        department_colleague=make_officer("", username="department_colleague"),
        province_executive=make_officer("80", Role.EXECUTIVE, username="province_executive"),
        executive=make_officer("", Role.EXECUTIVE, username="executive"),
        stranger=make_user("stranger"),
        former=make_officer("8001", username="former", valid_to=DAY - timedelta(days=1)),
    )  # fmt: skip


def build_plan() -> Plan:
    """Publishes the plan of 2561 for the units that stand."""
    return calendar.load_plan_2561(LONG_AGO)


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, on a database without a plan."""
    stage("cast", build_cast)
    return cast_here()


def cast_here() -> Cast:
    """The cast that the database holds."""
    units, people = Unit.objects.in_bulk(), {user.username: user for user in User.objects.all()}
    return Cast(
        *(units[code] for code in UNIT_NAMES),
        **{each.name: people[each.name] for each in fields(Cast) if each.name in people},
    )


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """The published plan of 2561: rounds, windows and every journey row of the cast's units."""
    stage("plan", build_plan)
    return Plan.objects.get()

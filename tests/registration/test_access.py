"""The one answer to who may do what: posts of the day, scope by prefix, foreign like missing."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from registration import access
from registration.access import ROLES, Action
from registration.models import Certification, Event, Plan, Producer, Submission, Unit, User
from registration.workflow import CertificateStatus, Role
from tests.world.cast import Cast
from tests.world.factories import (
    DAY,
    certification_of,
    make_contact,
    make_post,
    make_producer,
    make_user,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
SCOPED = [model for model in apps.get_app_config("registration").get_models() if hasattr(model, "UNIT_PATH")]
# People are asked for by their posts, with all that lets them in; successions are the nation's, the vault is nobody's.
UNSCOPED = {
    "User", "SignIn", "PersonSession", "Pause", "AuthenticatorApp", "Passkey", "RecoveryCode", "FactorReset",
    "Succession", "PersonalNumber",
}  # fmt: skip

# who: the codes of the districts whose submissions they see
SIGHT = {
    "district": "8001",
    "colleague": "8001",
    "neighbour": "8002",
    "province": "8001 8002",
    "province_executive": "8001 8002",
    "other_province": "4301",
    "other_district": "4301",
    "department": "4301 8001 8002",
    "executive": "4301 8001 8002",
    "stranger": "",
    "former": "",
}


@pytest.mark.parametrize("name", SIGHT)
def test_everybody_sees_the_districts_below_their_post(cast: Cast, plan: Plan, name: str) -> None:
    seen = access.visible(Submission, getattr(cast, name), DAY).filter(round_id=25612)
    assert list(seen.order_by("district_id").values_list("district_id", flat=True)) == SIGHT[name].split()


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_without_a_post_nothing_is_visible_of_any_table(
    cast: Cast, plan: Plan, model: type[models.Model]
) -> None:
    make_producer(cast.a, by=cast.district)
    for person in (cast.stranger, cast.former, AnonymousUser()):
        assert not access.visible(model, person, DAY).exists()


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_the_department_sees_every_row_and_a_neighbour_none_of_the_district(
    cast: Cast, plan: Plan, model: type[models.Model]
) -> None:
    make_producer(cast.a, by=cast.district)
    everything = model._default_manager.count()
    assert access.visible(model, cast.department, DAY).count() == everything
    if model.UNIT_PATH:
        codes = {access.unit_code(row) for row in access.visible(model, cast.neighbour, DAY)}
        assert codes <= {"8002"}


def test_a_table_without_a_scope_is_shown_to_nobody(cast: Cast) -> None:
    without = [model for model in apps.get_app_config("registration").get_models() if model not in SCOPED]
    assert {model.__name__ for model in without} == UNSCOPED
    for model in without:
        with pytest.raises(TypeError, match="UNIT_PATH"):
            access.visible(model, cast.department, DAY)


def test_a_foreign_row_is_as_missing_as_one_that_never_was(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district)
    said = set()
    for pk in (producer.pk, 999_999, "x"):
        with pytest.raises(Http404) as raised:
            access.get_or_404(Producer, pk, cast.neighbour, DAY)
        said.add(str(raised.value))
    assert len(said) == 1
    assert access.get_or_404(Producer, producer.pk, cast.province, DAY) == producer


def test_a_scope_is_a_whole_code_not_a_string_that_looks_alike(cast: Cast, plan: Plan) -> None:
    assert not access.can(cast.district, Action.ROUND_VIEW, Unit(code="8010"), on=DAY)
    assert not access.can(cast.district, Action.ROUND_VIEW, Unit(code="80"), on=DAY)
    assert not access.can(cast.province, Action.ROUND_VIEW, Unit(code=""), on=DAY)


# --- posts of the day ----------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "holds"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_post_holds_from_its_first_to_its_last_day(cast: Cast, days: int, holds: bool) -> None:
    person = make_user()
    make_post(person, cast.a, valid_from=DAY - ONE_DAY, valid_to=DAY + ONE_DAY)
    assert access.may_ever(person, Action.PRODUCER_EDIT, DAY + timedelta(days=days)) == holds


def test_an_inactive_person_and_one_not_signed_in_hold_nothing(cast: Cast) -> None:
    User.objects.filter(pk=cast.district.pk).update(is_active=False)
    assert access.posts(User.objects.get(pk=cast.district.pk), DAY) == []
    assert access.posts(AnonymousUser(), DAY) == []


def test_two_posts_add_up_and_each_keeps_its_own_role(cast: Cast, plan: Plan) -> None:
    make_post(cast.district, cast.far)
    producer = make_producer(cast.far_district, by=cast.other_district)
    assert access.visible(Producer, cast.district, DAY).get() == producer
    assert access.can(cast.district, Action.RECORD_REVIEW, producer, on=DAY)
    assert not access.can(cast.district, Action.PRODUCER_EDIT, producer, on=DAY)
    assert not access.can(cast.district, Action.RECORD_REVIEW, cast.a, on=DAY)


def test_posts_are_asked_for_once_per_person_and_day(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = User.objects.get(pk=cast.district.pk)
    with django_assert_num_queries(1):
        for action in Action:
            access.may_ever(person, action, DAY)


# --- roles ---------------------------------------------------------------------------------------


def test_every_action_names_its_roles() -> None:
    assert set(ROLES) == set(Action)
    assert all(ROLES.values())


@pytest.mark.parametrize("action", Action)
def test_can_and_check_agree_with_the_table(cast: Cast, plan: Plan, action: Action) -> None:
    people = {
        Role.DISTRICT: cast.district,
        Role.PROVINCE: cast.province,
        Role.DEPARTMENT: cast.department,
        Role.EXECUTIVE: cast.executive,
    }
    for role, person in people.items():
        listed = role in ROLES[action]
        assert access.can(person, action, on=DAY) == access.can(person, action, cast.a, on=DAY) == listed
        if not listed:
            with pytest.raises(PermissionDenied):
                access.check(person, action, cast.a, DAY)


def test_a_table_of_the_nation_is_read_by_all_and_written_by_the_department(cast: Cast, plan: Plan) -> None:
    for person in (cast.district, cast.province, cast.executive):
        assert access.visible(Plan, person, DAY).get() == plan
        assert not access.can(person, Action.PLAN_EDIT, plan, on=DAY)
    assert access.can(cast.department, Action.PLAN_EDIT, plan, on=DAY)
    with pytest.raises(PermissionDenied):
        access.check(cast.district, Action.PLAN_VIEW, plan, DAY)


# --- who helps -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "helper"),
    [("8001", "สำนักงานพัฒนาชุมชนจังหวัดนครศรีธรรมราช"), ("80", "กรมการพัฒนาชุมชน"), ("", "กรมการพัฒนาชุมชน")],
)
def test_the_level_above_helps(cast: Cast, code: str, helper: str) -> None:
    assert access.who_helps(code, DAY) == helper


def test_a_coordinator_helps_by_name_while_in_office(cast: Cast) -> None:
    make_contact(cast.home, name="นายเก่า", valid_to=DAY - ONE_DAY)
    contact = make_contact(cast.home, name="นางใหม่")
    assert access.who_helps("8001", DAY) == str(contact) == "นางใหม่ โทร. 08 1234 5678"


def test_available_is_empty_for_whoever_may_do_nothing(cast: Cast, plan: Plan) -> None:
    certification = walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    for name in ("district", "other_province", "executive", "province_executive", "stranger", "former"):
        assert access.available(certification, getattr(cast, name), DAY) == []
    verbs = [offer.transition.verb for offer in access.available(certification, cast.province, DAY)]
    assert verbs == ["announce_province", "withdraw_certificate"]


def test_reading_never_writes(cast: Cast, plan: Plan) -> None:
    events = Event.objects.count()
    access.available(submission_of(cast.a), cast.district, DAY)
    access.visible(Certification, cast.province, DAY).count()
    assert Event.objects.count() == events

"""The box of who signs: only posts that sign for the unit, each by name, office and order."""

import pytest
from django.core.exceptions import ValidationError

from registration.forms.signers import SignerField
from registration.models import Post
from registration.models.people import ActingFor
from tests.world.cast import Cast
from tests.world.factories import make_post, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def governor(cast: Cast) -> Post:
    return make_post(make_user(), cast.home, position="ผู้ว่าราชการจังหวัดนครศรีธรรมราช")


def test_nobody_is_offered_before_the_unit_is_known(governor: Post) -> None:
    with pytest.raises(ValidationError):
        SignerField().clean(governor.pk)


def test_an_office_of_the_unit_signs_and_no_other_post(cast: Cast, governor: Post) -> None:
    field = SignerField()
    field.offer("80")
    assert field.clean(str(governor.pk)) == governor
    elsewhere = make_post(make_user(), cast.far, position="ผู้ว่าราชการจังหวัดหนองคาย")
    clerk = Post.objects.get(user=cast.province)
    for post in (elsewhere, clerk):
        with pytest.raises(ValidationError):
            field.clean(str(post.pk))


def test_without_a_choice_the_name_stays_open(governor: Post) -> None:
    field = SignerField()
    field.offer("80")
    assert field.clean("") is None


def test_a_choice_names_the_office_and_the_order_that_gives_it(cast: Cast) -> None:
    acting = make_post(
        make_user(first_name="สมชาย", title="นาย"),
        cast.home,
        position="พัฒนาการอำเภอปากพนัง",
        acting_for=ActingFor.IN_PLACE,
        acting_for_position="พัฒนาการจังหวัดนครศรีธรรมราช",
        order_number="55/2561",
    )
    field = SignerField()
    field.offer("80")
    [(_, label)] = [choice for choice in field.choices if choice[0]]
    assert label.startswith(str(acting.user))
    assert "พัฒนาการจังหวัดนครศรีธรรมราช" in label
    assert label.endswith("(คำสั่งที่ 55/2561)")

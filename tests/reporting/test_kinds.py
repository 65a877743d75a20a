"""The one table of document kinds: every kind and every format has its row, and every offered form can be drawn."""

import pytest

from registration.models import Proof
from registration.places import Level
from registration.services import verdicts
from registration.services.verdicts import ProofState
from registration.workflow import ClosingStatus
from reporting.kinds import FORMATS, KINDS, Format, Kind, Variant
from reporting.services.documents import Matter, Wish
from reporting.services.documents.sheets import DRAWERS
from tests.world.cast import Cast
from tests.world.document_scene import ask_and_make
from tests.world.factories import CLOSE_DAY, closing_of, round_of, walk


def test_every_kind_and_every_format_has_its_row() -> None:
    assert set(KINDS) == set(Kind)
    assert set(FORMATS) == set(Format)


@pytest.mark.parametrize("kind", Kind)
def test_every_form_that_is_offered_can_be_drawn(kind: Kind) -> None:
    ways = KINDS[kind].ways
    assert ways
    assert len(ways) == len({way.value for way in ways})
    assert kind == Kind.PACKET or {way.format for way in ways} <= set(DRAWERS)
    assert all(way.format == Format.XLSX for way in ways if way.variant == Variant.FLAT)


@pytest.mark.parametrize("kind", Kind)
def test_a_packet_holds_only_forms_that_the_kind_comes_in(kind: Kind) -> None:
    traits = KINDS[kind]
    if packed := traits.packed:
        assert {*packed.ways, *packed.below} <= set(traits.ways)
        assert packed.levels & traits.levels
    assert traits.is_final <= traits.has_editions
    assert traits.levels <= set(Level)


@pytest.mark.django_db
@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(("kind", "format"), [(Kind.TARGETS, Format.XLSX), (Kind.PACKET, Format.ZIP)])
def test_what_has_no_edition_stays_current_when_its_round_is_closed(
    cast: Cast, kind: Kind, format: Format
) -> None:
    walk(closing_of(), ClosingStatus.CLOSED)
    made = ask_and_make(Wish(Matter(kind, cast.home, round_of()), format), cast.province, CLOSE_DAY)
    assert verdicts.look_up(made.proof.token).state == ProofState.GENUINE
    assert not Proof.objects.get(pk=made.proof_id).has_editions

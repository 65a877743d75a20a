"""A list of products alone, of producers that are registered: the columns of the roster, and no new producer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from registration.models import UploadRow
from registration.services.imports import roster, roster_applying
from registration.services.imports.kinds import Judged, Scene
from registration.services.uploads.records import Table


def judge(scene: Scene, table: Table) -> Iterator[Judged]:
    """Each producer's products beside the registry; a producer that is not registered is asked back. Reads only."""
    return roster.judge_list(scene, table, must_exist=True)


def judge_again(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """As judge, from the fields of rows."""
    roster_applying.judge_again(scene, rows, must_exist=True)


def apply(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """Writes the products of registered producers. Raises: Refused when nothing may be written."""
    roster_applying.apply(scene, rows, must_exist=True)


PRODUCTS: Final = replace(
    roster.ROSTER,
    code="products",
    title="ผลิตภัณฑ์ของผู้ผลิตที่ลงทะเบียนแล้ว",
    judge=judge,
    judge_again=judge_again,
    apply=apply,
    mend="products",
    fills=None,
    statements=tuple(each for each in roster.STATEMENTS if each.key == "product_type"),
)

"""Which published grades a correction of a closed round would move: the same inputs, with another increase.

Reads only. A published grade stays as it is (decision 0079); this says what its inputs would give now.
"""

from dataclasses import dataclass

from grading import scoring
from grading.models import Grade, GradeRun, Increase
from registration.figures import Counts
from registration.services.corrections import RoundEffect


@dataclass(frozen=True)
class GradeMoved:
    """One district's published grade with its increase, before and after."""

    district: str
    increase_before: int
    increase_after: int
    before: str
    after: str

    @property
    def is_moved(self) -> bool:
        return self.before != self.after


def grades_moved(effect: RoundEffect) -> list[GradeMoved]:
    """The published final grades whose increase the effect changes, in order of district."""
    changed: dict[str, Counts] = {}
    for each in effect.places:
        changed[each.district_code] = changed.get(each.district_code, Counts()) + each.after - each.before
    rows = Grade.objects.filter(run__in=GradeRun.objects.in_force().filter(quarter=effect.edition.round_id))
    found = (
        rows.filter(district__in=changed).select_related("district", "run__policy").order_by("district_id")
    )
    moved = (_moved(grade, changed[grade.district_id]) for grade in found)
    return [each for each in moved if each.increase_before != each.increase_after]


def _moved(grade: Grade, change: Counts) -> GradeMoved:
    is_net = grade.run.policy.increase == Increase.NET
    added = change.product_increase if is_net else change.products_added - change.products_returned
    increase = grade.increase + added
    letter = grade.letter
    if letter:
        bands = grade.run.policy.scoring_bands
        letter = scoring.score(bands, increase, grade.sales_baht, grade.base_baht).grade or ""
    after = scoring.Outcome(letter, grade.reason, has_base=grade.base_baht is not None)
    return GradeMoved(str(grade.district), grade.increase, increase, grade.outcome.sentence, after.sentence)

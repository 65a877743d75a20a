"""What was found in the samples of districts' earlier rounds, and what came out later: the one rate of errors.

The rule of the rate itself stands in `checks.sampling.Past`. Reads only.
"""

from collections.abc import Iterable

from django.db.models import Count, Q

from registration.checks.sampling import MEMORY_ROUNDS, Past
from registration.models import Round, SampledRecord


def past(districts: Iterable[str], round: Round) -> dict[str, Past]:
    """{district: what the last rounds before this one showed}."""
    quarter = round.quarter
    for _ in range(MEMORY_ROUNDS):
        quarter = quarter.previous
    codes = list(districts)
    rows = SampledRecord.objects.filter(
        registration__district_id__in=codes,
        registration__round_id__gte=Round.id_of(quarter),
        registration__round_id__lt=round.pk,
        opened_at__isnull=False,
    )
    counted = (
        rows.order_by()
        .values_list("registration__district_id")
        .annotate(opened=Count("pk"), finds=Count("pk", filter=Q(is_fault=True)))
    )
    found = {code: Past(opened, finds) for code, opened, finds in counted}
    return {code: found.get(code, Past()) for code in codes}

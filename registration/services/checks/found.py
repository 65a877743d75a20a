"""What every screen shows of findings: the words with their figures, the other of a pair, the district's reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Value
from django.db.models.lookups import Exact

from registration.checks import table
from registration.checks.table import Check
from registration.models import Finding, Registration


@dataclass(frozen=True)
class Found:
    """A finding as a screen shows it; `pk` is None of one that is not stored."""

    check: Check
    words: str
    other: int | None = None
    reason: str = ""
    pk: int | None = None

    @property
    def lacks_reason(self) -> bool:
        """The district owes a word on it before it submits."""
        return self.check.asks_reason and not self.reason


def findings_of(rows: Iterable[Registration]) -> dict[int, tuple[Found, ...]]:
    """{registration pk: its findings in the order of the table}, for every one of the rows; one question."""
    found: dict[int, list[Found]] = {row.pk: [] for row in rows}
    for row in Finding.objects.filter(registration__in=found).order_by("pk"):
        if table.is_known(row.code):  # a newer version of the site wrote it
            found[row.registration_id].append(shown(row))
    return {
        pk: tuple(sorted(each, key=lambda one: table.place_of(one.check.code))) for pk, each in found.items()
    }


def shown(row: Finding) -> Found:
    check = table.named(row.code)
    return Found(check, words_of(check, row.said), row.other_id, row.reason, row.pk)


def words_of(check: Check, said: Mapping[str, str]) -> str:
    """The words of a check with the figures of a finding."""
    return check.words.format(**said)


_ASKED = frozenset(check.code for check in table.CHECKS if check.asks_reason)


def asked_of(district: str, round_id: int) -> QuerySet[Finding]:
    """The warnings of a district's round that it says a word on before it submits, those without one first."""
    rows = _of(district, round_id).filter(code__in=_ASKED)
    return rows.select_related("registration__producer__district", "registration__round").order_by(
        Exact(F("reason"), Value("")).desc(), "registration__producer__sort_key", "registration_id", "pk"
    )


def _of(district: str, round_id: int) -> QuerySet[Finding]:
    return Finding.objects.filter(registration__district_id=district, registration__round_id=round_id)


def besides(district: str, round_id: int) -> list[tuple[Check, int]]:
    """(check, records) of what else was found in a district's round: it asks nothing, and the province reads it."""
    rows = _of(district, round_id).exclude(code__in=_ASKED).order_by()
    counts = dict(rows.values_list("code").annotate(Count("registration", distinct=True)))
    return [(check, counts[check.code]) for check in table.CHECKS if check.code in counts]


def lacking_reason(district: str, round_id: int) -> int:
    """How many warnings of a district's round still lack the reason that submitting needs."""
    return asked_of(district, round_id).filter(reason="").count()

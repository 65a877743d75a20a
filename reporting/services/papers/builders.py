"""The one door to every paper's content: which module builds which kind.

The page, the command and the tests all come through `build`; letters and packets are no papers and are made elsewhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from registration.models import Edition
from registration.workflow import Refused
from reporting.kinds import Kind
from reporting.paper import Paper
from reporting.services import matters
from reporting.services.matters import Matter
from reporting.services.papers import announcement, monthly, plan, quarterly, roster, summary, targets
from reporting.services.papers.stands import edition_in_force


@dataclass(frozen=True)
class Reading:
    """From which state a paper is read: a closed edition, else what is registered on the day."""

    on: date
    edition: Edition | None = None


PAPERS: Final[Mapping[str, Callable[[Matter, Reading], Paper]]] = {
    Kind.PLAN: lambda m, r: plan.paper(m.unit, m.fiscal_year_be, on=r.on),
    Kind.QUARTERLY: lambda m, r: quarterly.paper(m.unit, m.round, on=r.on, edition=r.edition),
    Kind.ROSTER: lambda m, r: roster.paper(m.unit, m.round, on=m.day or r.on, edition=r.edition),
    Kind.ANNOUNCEMENT: lambda m, r: announcement.paper(m.unit, m.round, on=r.on, edition=r.edition),
    Kind.TARGETS: lambda m, r: targets.paper(m.unit, m.round.quarter, on=r.on),
    Kind.MONTHLY: lambda m, r: monthly.paper(m.unit, m.month, on=r.on),
    Kind.SUMMARY: lambda m, r: summary.paper(m.unit, m.month, on=r.on),
}


def build(matter: Matter, *, on: date, edition: Edition | None = None) -> Paper:
    """The paper, with exactly the edition that is asked for.

    Raises: Refused for a kind that the unit's level does not have, or without what the kind needs.
    """
    matters.check(matter)
    if matter.kind not in PAPERS:
        raise Refused("ไม่มีเอกสารชนิดนี้")
    if edition and not matter.has_editions:
        raise Refused(f"{matter.label}ไม่มีเป็นฉบับ")
    return PAPERS[matter.kind](matter, Reading(on, edition))


def edition_of(matter: Matter) -> Edition | None:
    """The edition in force that the paper is drawn from; None while its round is open."""
    return edition_in_force(matter.round) if matter.has_editions and matter.round else None

"""Pauses after wrong passwords and codes, by which nobody keeps somebody else out.

Counted before anything is compared, so that many tries at once are no way around. A browser that its person has used
before has a count of its own: whoever tries the same name elsewhere fills the count of unknown browsers and holds up
nobody's desk. A running session never ends by it. An address counts only behind our own proxy, and far above what an
office mistypes. Who is held on a new browser waits, at most a quarter of an hour, or sets a password by the mailed
link, which makes the browser known. Source: decision 0098; ASVS 5.0, 6.3.1.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from otop_registry import keys
from otop_registry.keys import Purpose
from registration.models import Pause


@dataclass(frozen=True)
class Rule:
    """`free` tries, then a pause that doubles from `first` to `longest`; forgotten after `memory` without a try."""

    free: int
    first: timedelta
    longest: timedelta
    memory: timedelta

    def pause(self, tries: int) -> timedelta:
        """How long nothing is compared after so many tries."""
        if tries < self.free:
            return timedelta(0)
        return min(self.longest, self.first * 2 ** min(tries - self.free, 20))


SECONDS, QUARTER, HOUR = timedelta(seconds=5), timedelta(minutes=15), timedelta(hours=1)
BROWSER: Final = Rule(5, SECONDS, QUARTER, HOUR)  # one that its person has signed in with
UNKNOWN: Final = Rule(5, SECONDS, QUARTER, HOUR)  # all others together, for one name
ADDRESS: Final = Rule(100, SECONDS, QUARTER, HOUR)  # unknown browsers behind one address, whatever the name
LINK: Final = Rule(3, HOUR, HOUR, HOUR)  # mailed links for one address of mail


@dataclass(frozen=True)
class Count:
    """One count: which rule, and whose."""

    rule: Rule
    key: str


def of_browser(name: str, browser: str) -> Count:
    return Count(BROWSER, _key("browser", f"{browser}:{name}"))


def of_name(name: str) -> Count:
    return Count(UNKNOWN, _key("name", name))


def of_address(address: str) -> Count:
    return Count(ADDRESS, _key("address", address))


def of_link(email: str) -> Count:
    return Count(LINK, _key("link", email))


def _key(kind: str, whose: str) -> str:
    """No name, no address of mail and no address of a machine stands in the table."""
    return keys.digest(Purpose.SIGN_IN_NAME, f"{kind}:{whose.casefold()}")


@transaction.atomic
def admit(counts: list[Count], now: datetime) -> timedelta | None:
    """None when a try may be compared, which is counted at once; else how long to wait. Waiting costs nothing."""
    rows = [(count, _row(count, now)) for count in sorted(counts, key=lambda count: count.key)]
    waits = [row.until - now for _, row in rows if row.until > now]
    if waits:
        return max(waits)
    for count, row in rows:
        row.tries += 1
        row.until, row.last_at = now + count.rule.pause(row.tries), now
        row.save(update_fields=["tries", "until", "last_at"])
    return None


def _row(count: Count, now: datetime) -> Pause:
    """The row of a count, held until the transaction ends; as new when the last try is long ago."""
    fresh = {"tries": 0, "until": now, "last_at": now}
    row, _ = Pause.objects.select_for_update().get_or_create(key=count.key, defaults=fresh)
    if now - row.last_at > count.rule.memory:
        row.tries, row.until = 0, now
    return row


@transaction.atomic
def settle(counts: list[Count]) -> None:
    """The try was right: its own counts begin anew, an address has one try less."""
    for count in counts:
        rows = Pause.objects.select_for_update().filter(key=count.key)
        if count.rule is ADDRESS:
            for row in rows:
                Pause.objects.filter(pk=row.pk).update(tries=max(0, row.tries - 1), until=row.last_at)
        else:
            rows.delete()


def forget_old(now: datetime) -> int:
    """Drops counts that no rule remembers; returns how many."""
    return Pause.objects.filter(last_at__lt=now - HOUR).delete()[0]

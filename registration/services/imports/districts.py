"""The district of a row of a province's table: by its code or name, both alike where both are given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from registration.models import Succession, Unit
from registration.places import is_district
from registration.services.uploads import places_named
from registration.services.uploads.findings import Finding, Severity, at
from registration.services.uploads.places_named import Places
from registration.services.uploads.records import Record


@dataclass(frozen=True)
class Districts:
    """A province's districts on a day, and every name by which a row may call them."""

    province: Unit
    units: Mapping[str, Unit]
    known: Places

    @classmethod
    def of(cls, province: Unit, on: date) -> Self:
        units = list(Unit.objects.exclude(pk="").valid(on))
        former = Unit.objects.exclude(pk="").exclude(pk__in=[unit.pk for unit in units])
        became: dict[str, tuple[str, ...]] = {}
        for old, new in Succession.objects.values_list("predecessor_code", "successor_code"):
            became[old] = (*became.get(old, ()), new)
        names = {unit.pk: unit.name for unit in units}
        known = Places(names, dict(former.values_list("code", "name")), became)
        own = {unit.pk: unit for unit in units if is_district(unit.pk) and unit.pk.startswith(province.pk)}
        return cls(province, own, known)

    def read(self, record: Record) -> tuple[str, list[Finding]]:
        """(code of the district, what is told of it); "" with an error for none, two, or another province's."""
        cells = [record.cells[key] for key in ("code", "name") if key in record.cells]
        reads = [places_named.district(cell, self.known, self.province.pk) for cell in cells]
        told = [
            at(
                cell,
                Severity.ERROR if read.fault else Severity.WARNING,
                "district",
                read.fault or read.said,
                record.sheet,
            )
            for cell, read in zip(cells, reads, strict=True)
            if read.fault or read.said
        ]
        codes = {read.value for read in reads if read.value}
        if any(each.is_error for each in told):
            return "", told
        if len(codes) != 1:
            text = "รหัสกับชื่ออำเภอไม่ตรงกัน" if codes else "ไม่ได้ระบุอำเภอ"
            place = cells[0] if cells else next(iter(record.cells.values()), None)
            return "", [*told, at(place, Severity.ERROR, "district", text, record.sheet)]
        code = codes.pop()
        if code not in self.units:
            text = f"อำเภอนี้ไม่อยู่ใน{self.province}"
            return "", [*told, at(cells[0], Severity.ERROR, "elsewhere", text, record.sheet)]
        return code, told

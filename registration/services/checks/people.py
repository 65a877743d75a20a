"""Whether anybody stands behind a record: members, a juristic number, a telephone."""

import re
from collections.abc import Iterable
from typing import Final

from registration.models.producers import ProducerKind
from registration.services.checks.facts import Facts, Suspicion

_COMPANY: Final = re.compile(r"บริษัท|บจก\.?|หจก\.?|ห้างหุ้นส่วนจำกัด|ห้างหุ้นส่วนสามัญนิติบุคคล|จำกัด")


def judge(facts: Facts) -> Iterable[Suspicion]:
    for subject in facts.standing:
        producer = subject.producer
        members = (producer.members_male_count or 0) + (producer.members_female_count or 0)
        if producer.kind == ProducerKind.GROUP and not members:
            yield Suspicion(subject, "no_members", {})
        if _COMPANY.search(producer.name) and not producer.juristic_id:
            yield Suspicion(subject, "no_juristic_number", {})
        if not producer.phones:
            yield Suspicion(subject, "no_phone", {})

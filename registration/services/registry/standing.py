"""What a district's producers stand as at the end of a round: what a certificate signs and an edition freezes."""

from registration import content
from registration.models import Revision, Submission, Transfer
from registration.models.fingerprints import OVER_NUMBERS, OVER_TOKENS
from registration.services import numbers as vault
from registration.workflow import Status


def certified_content(district_code: str, round_id: int) -> dict[int, content.Content]:
    """{producer id: content} of the district as the round left it: each producer's newest revision up to it.

    Who moved away in the round is among them, as it left: the signature covers that it went (decision 0077).
    """
    newest = Revision.objects.newest(round__lte=round_id).filter(district_id=district_code)
    found = dict(newest.values_list("producer_id", "content").iterator(chunk_size=2000))
    gone = Transfer.objects.accepted().filter(source=district_code, round=round_id)
    return found | {row.producer_id: row.departed() for row in gone}


def district_fingerprint(district_code: str, round_id: int, version: int = OVER_TOKENS) -> str:
    """What a certificate signs: every producer's content of the district as the round left it."""
    return fingerprint_of(certified_content(district_code, round_id), version)


def fingerprint_of(contents: dict[int, content.Content], version: int) -> str:
    """Of {producer id: content}; of a version from before numbers were sealed they are read out of the vault."""
    rows = sorted(contents.items())
    if version == OVER_NUMBERS:
        known = vault.opened(token for _, each in rows for token in content.numbers_of(each))
        rows = [(pk, content.with_numbers(each, known)) for pk, each in rows]
    return content.fingerprint(rows)


def is_stale(submission: Submission) -> bool:
    """Whether a certified district's content is no longer what was certified."""
    if submission.status != Status.CERTIFIED:
        return False
    code, version = submission.district_id, submission.fingerprint_version
    return submission.fingerprint != district_fingerprint(code, submission.round_id, version)

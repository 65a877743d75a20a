"""What a district's producers stand as at the end of a round: what a certificate signs and an edition freezes."""

from registration import content
from registration.models import Revision, Submission, Transfer
from registration.workflow import Status


def certified_content(district_code: str, round_id: int) -> dict[int, content.Content]:
    """{producer id: content} of the district as the round left it: each producer's newest revision up to it.

    Who moved away in the round is among them, as it left: the signature covers that it went (decision 0077).
    """
    newest = Revision.objects.newest(round__lte=round_id).filter(district_id=district_code)
    found = dict(newest.values_list("producer_id", "content").iterator(chunk_size=2000))
    gone = Transfer.objects.accepted().filter(source=district_code, round=round_id)
    return found | {row.producer_id: row.departed() for row in gone}


def district_fingerprint(district_code: str, round_id: int) -> str:
    """What a certificate signs: every producer's content of the district as the round left it."""
    return content.fingerprint(sorted(certified_content(district_code, round_id).items()))


def is_stale(submission: Submission) -> bool:
    """Whether a certified district's content is no longer what was certified."""
    if submission.status != Status.CERTIFIED:
        return False
    return submission.fingerprint != district_fingerprint(submission.district_id, submission.round_id)

"""What the tests of letters share: the drafts of L1 and L2's days, how one is issued and stored."""

from datetime import date
from typing import Any

from registration.models import Round
from registration.models.people import ActingFor
from reporting.kinds import Format, Kind
from reporting.models import Document, Letter
from reporting.models.letters import Occasion
from reporting.services import documents, letters
from reporting.services.documents import Matter, Wish
from reporting.services.letters import About
from tests.world.cast import Cast
from tests.world.factories import make_contact, make_officer

L1_DAY, L2_DAY = date(2018, 3, 13), date(2024, 7, 16)
LATER = date(2018, 3, 20)
JUNE = date(2024, 6, 1)
SITE = "https://otop.example.go.th/"


def draft_plan_letter(cast: Cast) -> Letter:
    """The draft of L1, with the province's coordinator and its acting head."""
    make_contact(cast.home, name="นางวารี ตัวอย่าง", position="นักวิชาการพัฒนาชุมชน", phone="0812345678")
    acting = {
        "acting_for": ActingFor.ON_BEHALF,
        "acting_for_position": "ผู้ว่าราชการจังหวัดนครศรีธรรมราช",
        "position": "พัฒนาการจังหวัดนครศรีธรรมราช",
        "order_number": "1/2561",
    }
    make_officer("80", username="head", **acting)
    about = About(Occasion.PLAN, Round.objects.get(pk=25612))
    return letters.draft(about, cast.home, by=cast.province, on=L1_DAY)


def issue(letter: Letter, cast: Cast, day: date, **over: Any) -> Letter:
    said = {"number": "นศ ๐๐๑๙/๐๑๔๖๗", "day": day, "seen": letter.version, "by": cast.province, "on": day}
    return letters.issue(letter, **said | over)


def whole(letter: Letter, on: date) -> Document:
    wish = Wish(Matter(Kind.LETTER, letter.unit, letter.round, letter=letter), Format.PDF)
    return documents.build_now(wish, on=on, site=SITE)

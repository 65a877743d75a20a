"""The demo's correction of a closed round: asked before the walk begins, for the newcomer to agree to and approve."""

from datetime import date, time
from typing import Final

from otop_registry import clock
from registration.demo.acts import officer_of
from registration.models import Correction, Product
from registration.services import corrections, editions
from registration.services.corrections import Wish, forward

DISTRICT: Final = "8001"
ROUND: Final = 25611
ASKED: Final = (date(2018, 3, 9), time(14, 20))
LETTER: Final = "นศ 0019/ว 812 (ตัวอย่าง)"
REASON: Final = "ผลิตภัณฑ์รายการนี้ลงทะเบียนซ้ำกับของสมาชิกในกลุ่ม ตรวจกับสมุดทะเบียนของอำเภอแล้วไม่เคยผลิต"


def ask() -> Correction | None:
    """The district asks that one of its producer's products never counted; None where there is none."""
    edition = editions.latest(ROUND)
    rows = Product.objects.active().filter(producer__district=DISTRICT, registered_round=ROUND)
    product = rows.filter(producer__withdrawn_round=None).order_by("-producer_id", "-pk").first()
    found = corrections.frozen(product.producer_id, edition) if edition and product else None
    if edition is None or product is None or found is None:
        return None
    right = forward.Right({}, {}, frozenset([product.pk]))
    wish = Wish(forward.changes_of(found.content, right, ROUND), REASON, LETTER)
    day, hour = ASKED
    with clock.hour(hour):
        return corrections.ask(edition, product.producer_id, wish, by=officer_of(DISTRICT), on=day)

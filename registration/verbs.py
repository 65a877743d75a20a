"""The verbs of the journal in the words and with the icon of the screens. Pure.

A verb that no timeline tells (plans, people, letters) stands in no table here.
"""

from typing import Final

Told = tuple[str, str]  # icon, words

OF_ROUND: Final[dict[str, Told]] = {
    "submit": ("send", "อำเภอส่งข้อมูลให้จังหวัด"),
    "recall": ("arrow-left", "อำเภอดึงข้อมูลกลับมาแก้ไข"),
    "certify": ("patch-check-fill", "จังหวัดรับรองข้อมูลของอำเภอ"),
    "send_back": ("arrow-return-left", "จังหวัดส่งกลับให้แก้ไข"),
    "resubmit": ("send", "อำเภอแก้ไขแล้วส่งอีกครั้ง"),
    "withdraw": ("x-circle", "จังหวัดถอนการรับรองของอำเภอ"),
    "certify_province": ("patch-check-fill", "รับรองข้อมูลระดับจังหวัด"),
    "announce_province": ("megaphone", "บันทึกประกาศรับรองของจังหวัด"),
    "withdraw_certificate": ("x-circle", "ถอนการรับรองระดับจังหวัด"),
    "withdraw_announced": ("x-circle", "ถอนประกาศและการรับรองของจังหวัด"),
    "soft_close": ("hourglass-split", "กรมฯ พักระบบเพื่อตรวจก่อนปิด"),
    "reopen": ("unlock", "กรมฯ ยกเลิกการพักระบบ"),
    "hard_close": ("lock-fill", "กรมฯ ปิดระบบของรอบ"),
    "announce_round": ("megaphone", "กรมฯ บันทึกประกาศผลของรอบ"),
    "draw_sample": ("list-check", "จังหวัดสุ่มระเบียนที่จะเปิดดู"),
    "carry_over": ("arrow-right", "ยกข้อมูลที่ไม่ทันรอบไปรอบถัดไป"),
}
OF_PRODUCER: Final[dict[str, Told]] = {
    "register": ("plus-circle", "ลงทะเบียนรายใหม่"),
    "amend": ("pencil", "แก้ไขข้อมูล"),
    "withdraw_producer": ("x-circle", "ยกเลิกการลงทะเบียน"),
    "restore_producer": ("arrow-repeat", "คืนสถานะ"),
    "withdraw_product": ("dash-circle", "ยกเลิกผลิตภัณฑ์"),
    "undo_upload": ("arrow-repeat", "เลิกทำการนำเข้าจากไฟล์"),
    "revert_producer": ("arrow-return-left", "คืนระเบียนเป็นตามที่รับรองล่าสุด"),
    "answer_return": ("pencil-square", "อำเภอชี้แจงข้อที่จังหวัดส่งกลับ"),
    "merge_into": ("arrow-right", "รวมเข้ากับอีกเลขทะเบียนซึ่งเป็นรายเดียวกัน"),
    "merge_from": ("plus-circle", "รับเลขทะเบียนที่เป็นรายเดียวกันมารวม"),
    "unmerge": ("arrow-return-left", "เลิกรวม แยกเป็นสองรายตามเดิม"),
    "ask_transfer": ("send", "ขอย้ายไปลงทะเบียนในอีกอำเภอ"),
    "recall_transfer": ("arrow-left", "ถอนคำขอย้าย"),
    "refuse_transfer": ("x-circle", "ไม่รับคำขอย้าย"),
    "transfer_out": ("arrow-right", "ย้ายออกไปอีกอำเภอ"),
    "transfer_in": ("arrow-right", "ย้ายเข้าจากอีกอำเภอ"),
    "ask_undo_transfer": ("send", "ขอย้อนการย้ายที่ผิด"),
    "transfer_back_out": ("arrow-return-left", "ย้อนการย้าย คืนอำเภอเดิม"),
    "transfer_back_in": ("arrow-return-left", "ย้อนการย้าย กลับเป็นตามเดิมเหมือนไม่เคยย้าย"),
    "change_chair": ("people", "เปลี่ยนประธานกลุ่ม"),
    "decide_apart": ("shield-check", "พิจารณาแล้วว่าเป็นคนละรายกับรายที่คล้ายกัน"),
    "decide_anew": ("arrow-repeat", "ยกเลิกผลพิจารณาคนละราย ให้พิจารณาใหม่"),
    "correct_record": ("pencil-square", "แก้ไขหลังปิดระบบตามที่กรมฯ อนุมัติ"),
    "explain_finding": ("pencil-square", "อำเภอให้เหตุผลของข้อที่ควรตรวจ"),
    "find_late_fault": ("flag", "พบข้อผิดหลังรับรอง"),
}
OF_REVIEW: Final[dict[str, Told]] = {
    "return_record": ("arrow-return-left", "จังหวัดระบุให้แก้ไข"),
    "pass_record": ("check-circle", "จังหวัดตรวจผ่าน"),
    "pass_in_bulk": ("check-circle", "จังหวัดให้ผ่านรวมกับรายอื่นโดยไม่ได้เปิดดู"),
}
UNCHANGED: Final[Told] = ("check-lg", "บันทึกโดยไม่มีการแก้ไข")  # an amendment that changed nothing

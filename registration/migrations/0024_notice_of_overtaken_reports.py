from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0023_form_answers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("monthly_due", "รายงานรายเดือน"),
                    ("monthly_late", "อำเภอที่ยังไม่รายงาน"),
                    ("monthly_again", "รายงานที่ต้องยืนยันอีกครั้ง"),
                    ("window", "กำหนดเปิดและปิดของขั้น"),
                    ("window_late", "หน่วยงานที่ยังไม่แล้วเสร็จตามกำหนด"),
                    ("sent_back", "ส่งกลับถึงท่าน"),
                    ("certified", "จังหวัดรับรองแล้ว"),
                    ("withdrawn", "ถอนการรับรอง"),
                    ("announced", "จังหวัดประกาศแล้ว"),
                    ("certificate_withdrawn", "ถอนการรับรองระดับจังหวัด"),
                    ("closed", "ปิดระบบแล้ว"),
                    ("reopened", "ยกเลิกการพักระบบ"),
                    ("round_announced", "กรมฯ ประกาศผลแล้ว"),
                    ("grades_published", "ประกาศระดับหน่วยงาน"),
                    ("nobody_reachable", "หน่วยงานที่ไม่มีผู้รับ"),
                    ("undelivered", "ส่งการแจ้งเตือนไม่สำเร็จ"),
                    ("digest", "สรุปประจำวัน"),
                ],
                max_length=30,
                verbose_name="เรื่อง",
            ),
        ),
    ]

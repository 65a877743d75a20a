from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0047_event_fingerprints"),
    ]

    operations = [
        migrations.AddField(
            model_name="signin",
            name="page",
            field=models.CharField(blank=True, max_length=80, verbose_name="หน้า"),
        ),
        migrations.AlterField(
            model_name="signin",
            name="event",
            field=models.CharField(
                choices=[
                    ("entered", "เข้าสู่ระบบ"),
                    ("wrong_password", "รหัสผ่านไม่ถูกต้อง"),
                    ("wrong_code", "รหัสยืนยันขั้นที่สองไม่ถูกต้อง"),
                    ("held", "ลองบ่อยเกินไป ให้รอ"),
                    ("left", "ออกจากระบบ"),
                    ("proved", "ยืนยันตัวตนอีกครั้งก่อนทำรายการ"),
                    ("refused", "เปิดหน้าที่ไม่มีสิทธิ์"),
                ],
                max_length=14,
                verbose_name="เหตุการณ์",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["day", "-id"], name="event_of_day"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["verb", "-id"], name="event_of_verb"),
        ),
    ]

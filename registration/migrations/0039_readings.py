"""Who looked at personal data: the read log."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0038_second_factors"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("day", models.DateField()),
                (
                    "look",
                    models.CharField(
                        choices=[
                            ("record", "เปิดดูระเบียน"),
                            ("roster", "เปิดดูทะเบียนรายชื่อ"),
                            ("reveal", "เปิดเลขประจำตัว"),
                            ("export", "นำไฟล์ออกจากระบบ"),
                            ("subject", "ออกข้อมูลให้เจ้าของข้อมูล"),
                        ],
                        max_length=10,
                        verbose_name="การเข้าถึง",
                    ),
                ),
                ("subject", models.CharField(max_length=60)),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="เรื่อง")),
                ("as_of", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="เหตุผล")),
                ("count", models.PositiveIntegerField(default=1)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registration.edition",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registration.post",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registration.unit"
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "indexes": [
                    models.Index(fields=["subject", "day"], name="reading_of_subject"),
                    models.Index(fields=["unit", "look", "day"], name="reading_of_unit"),
                    models.Index(fields=["by", "look", "at"], name="reading_by"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("look__in", ("record", "roster"))),
                        fields=("by", "look", "subject", "unit", "day"),
                        name="reading_once_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("look__in", ("record", "roster")),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reading_says_why",
                    ),
                ],
            },
        ),
    ]

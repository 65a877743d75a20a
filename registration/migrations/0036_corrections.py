"""Corrections of closed rounds, the editions that they make, and the notices of their path."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0035_merges_taken_back"),
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
                    ("late_fault", "พบข้อผิดหลังรับรอง"),
                    ("handed", "ตารางที่จังหวัดส่งให้"),
                    ("closed", "ปิดระบบแล้ว"),
                    ("reopened", "ยกเลิกการพักระบบ"),
                    ("round_announced", "กรมฯ ประกาศผลแล้ว"),
                    ("correction_waits", "คำขอแก้ไขหลังปิดระบบที่รอพิจารณา"),
                    ("correction_decided", "ผลคำขอแก้ไขหลังปิดระบบ"),
                    ("grades_published", "ประกาศระดับหน่วยงาน"),
                    ("nobody_reachable", "หน่วยงานที่ไม่มีผู้รับ"),
                    ("undelivered", "ส่งการแจ้งเตือนไม่สำเร็จ"),
                    ("digest", "สรุปประจำวัน"),
                ],
                max_length=30,
                verbose_name="เรื่อง",
            ),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changes", models.JSONField()),
                ("reason", models.TextField(max_length=500, verbose_name="เหตุผล")),
                ("letter_number", models.CharField(max_length=100, verbose_name="เลขที่หนังสือ")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "รอจังหวัดเห็นชอบ"),
                            ("agreed", "รอกรมฯ อนุมัติ"),
                            ("approved", "อนุมัติแล้ว"),
                            ("refused", "ไม่อนุมัติ"),
                            ("taken_back", "ผู้ขอถอนคำขอ"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="สถานะ",
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_reason",
                    models.TextField(blank=True, max_length=500, verbose_name="เหตุผลของผู้พิจารณา"),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registration.unit"
                    ),
                ),
                (
                    "producer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="registration.producer",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="registration.round",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="correction",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="editions",
                to="registration.correction",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("asked", "agreed"))),
                fields=("producer",),
                name="correction_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["agreed", "approved"]), _negated=True),
                    models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                    _connector="OR",
                ),
                name="correction_agreed_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "approved"), _negated=True),
                    models.Q(
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                        models.Q(("decided_by", models.F("agreed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="correction_approved_by_four_eyes",
            ),
        ),
    ]

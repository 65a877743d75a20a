"""A reason of a return knows which version it speaks of, and keeps what the district says where it changed nothing."""

from django.db import migrations, models
from django.db.migrations.state import StateApps


def learn_versions(apps: StateApps, schema_editor: object) -> None:
    """The version that stood when the reason was given: the newest revision written until then."""
    revisions = apps.get_model("registration", "Revision").objects
    for reason in apps.get_model("registration", "ReturnReason").objects.select_related("registration"):
        past = revisions.filter(producer_id=reason.registration.producer_id, at__lte=reason.given_at)
        reason.version = past.order_by("-number").values_list("number", flat=True).first() or 0
        reason.save(update_fields=["version"])


class Migration(migrations.Migration):
    dependencies = [("registration", "0015_search_by_everything")]

    operations = [
        migrations.AddField(
            model_name="returnreason",
            name="answer",
            field=models.CharField(blank=True, max_length=500, verbose_name="คำชี้แจงของอำเภอ"),
        ),
        migrations.AddField(
            model_name="returnreason",
            name="version",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="registration",
            name="review",
            field=models.CharField(
                choices=[
                    ("unseen", "ยังไม่ตรวจ"),
                    ("passed", "เปิดดูแล้ว ผ่าน"),
                    ("bulk", "ผ่านรวม ไม่ได้เปิดดู"),
                    ("returned", "ให้แก้ไข"),
                    ("answered", "แก้ไขหรือชี้แจงแล้ว รอตรวจ"),
                ],
                default="unseen",
                max_length=10,
                verbose_name="ผลการตรวจ",
            ),
        ),
        migrations.RunPython(learn_versions, migrations.RunPython.noop),
    ]

from django.db import migrations


def say_where(apps, schema_editor):
    """The journal tells of each round that a district missed; until now that was its only place."""
    submissions = apps.get_model("registration", "Submission").objects
    for event in apps.get_model("registration", "Event").objects.filter(verb="carry_over"):
        missed = int(event.subject.removeprefix("round:"))
        rows = submissions.filter(district_id=event.unit_id, round_id=missed)
        rows.update(carried_to_id=event.round_id)


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0020_where_a_missed_round_counts"),
    ]

    operations = [
        migrations.RunPython(say_where, migrations.RunPython.noop),
    ]

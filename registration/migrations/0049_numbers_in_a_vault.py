"""The vault of personal numbers, room for their tokens, and which fingerprint a row bears."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registration', '0048_journal_pages'),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonalNumber',
            fields=[
                ('token', models.CharField(max_length=44, primary_key=True, serialize=False)),
                ('sealed', models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name='edition',
            name='fingerprint_version',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name='submission',
            name='fingerprint_version',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AlterField(
            model_name='producer',
            name='citizen_id',
            field=models.CharField(max_length=44, verbose_name='เลขประจำตัวประชาชน'),
        ),
        migrations.AlterField(
            model_name='producer',
            name='juristic_id',
            field=models.CharField(blank=True, max_length=44, verbose_name='เลขนิติบุคคล'),
        ),
    ]

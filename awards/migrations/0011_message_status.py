"""What a message may tell: where the entry stood when it was written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0010_seen_and_answered"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="status",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=30
            ),
        ),
    ]

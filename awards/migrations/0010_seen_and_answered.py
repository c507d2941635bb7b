"""What tells that a status has changed there and back, and which messages are answers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0009_message_template_status"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="is_answer",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="nomination",
            name="status_changes",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
    ]

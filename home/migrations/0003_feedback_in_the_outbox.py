"""Has messages mailed by way of the outbox.

What has been mailed is in the outbox as sent. What has not is queued by the worker's next hour.
The columns mailed_at and mail_error stay in the database, for the version that is still running;
a later release may drop them.
"""

import django.db.models.deletion
from django.db import migrations, models


def remember_what_was_mailed(apps, schema_editor):
    """Give each mailed message its sent mail, without its text: the message itself holds that."""
    message_model = apps.get_model("home", "FeedbackMessage")
    mail_model = apps.get_model("cms", "OutgoingMail")
    for message in message_model.objects.exclude(mailed_at=None).iterator():
        message.mail, _is_new = mail_model.objects.get_or_create(
            key=f"feedback:{message.pk}",
            defaults={
                "queued_at": message.received_at,
                "sent_at": message.mailed_at,
                "attempts": 1,
            },
        )
        message.save(update_fields=["mail"])


class Migration(migrations.Migration):

    dependencies = [
        ("cms", "0002_outbox"),
        ("home", "0002_front_page"),
    ]

    operations = [
        migrations.AddField(
            model_name="feedbackmessage",
            name="mail",
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="cms.outgoingmail"),
        ),
        migrations.AlterField(
            model_name="feedbackmessage",
            name="mail_error",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=500),
        ),
        migrations.RunPython(remember_what_was_mailed, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name="feedbackmessage", name="mailed_at"),
                migrations.RemoveField(model_name="feedbackmessage", name="mail_error"),
            ],
        ),
    ]

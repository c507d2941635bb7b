"""A message template may be for entries of one status only; those of 0008 that tell one are."""

from importlib import import_module

from django.db import migrations, models

#: By the name that 0008 gave each.
STATUSES = {
    "Inte vald": "not_selected",
    "Uppfyller inte villkoren": "ineligible",
    "Vidare till juryn": "with_jury",
    "Vinnare": "winner",
}


def tie_templates(apps, schema_editor):
    """Tie the templates that nobody has changed since."""
    template = apps.get_model("awards", "MessageTemplate")
    texts = ("name", "subject_sv", "text_sv", "subject_en", "text_en")
    for written in import_module("awards.migrations.0008_message_templates").TEMPLATES:
        if written[0] in STATUSES:
            unchanged = dict(zip(texts, written, strict=True))
            template.objects.filter(award=None, status="", **unchanged).update(
                status=STATUSES[written[0]]
            )


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0008_message_templates"),
    ]

    operations = [
        migrations.AddField(
            model_name="messagetemplate",
            name="status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("submitted", "Submitted"),
                    ("under_review", "Under review"),
                    ("supplement_requested", "Supplement requested"),
                    ("supplemented", "Supplemented"),
                    ("ineligible", "Does not meet the conditions"),
                    ("with_jury", "With the jury"),
                    ("finalist", "Finalist"),
                    ("winner", "Winner"),
                    ("special_mention", "Special mention"),
                    ("not_selected", "Not selected"),
                    ("withdrawn", "Withdrawn"),
                    ("spam", "Spam"),
                    ("disposed", "Disposed of"),
                ],
                db_default="",
                default="",
                max_length=30,
                verbose_name="for entries that are",
            ),
        ),
        migrations.RunPython(tie_templates, migrations.RunPython.noop),
    ]

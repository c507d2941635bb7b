"""The template for who nominates somebody names that person, and so is for such entries only."""

from importlib import import_module

from django.db import migrations

NAME = "Informera den nominerade"
#: What is said of the person, by the field of the template: before and from now on.
WORDS = {
    "text_sv": ("den du har nominerat känner", "{nominee} känner"),
    "text_en": ("the person you nominated knows", "{nominee} knows"),
}


def name_nominee(apps, schema_editor):
    """Name the person in the template, if nobody has changed it since."""
    template = apps.get_model("awards", "MessageTemplate")
    texts = ("name", "subject_sv", "text_sv", "subject_en", "text_en")
    for written in import_module("awards.migrations.0008_message_templates").TEMPLATES:
        if written[0] == NAME:
            unchanged = dict(zip(texts, written, strict=True))
            named = {field: unchanged[field].replace(*words) for field, words in WORDS.items()}
            template.objects.filter(award=None, **unchanged).update(**named)


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0011_message_status"),
    ]

    operations = [
        migrations.RunPython(name_nominee, migrations.RunPython.noop),
    ]

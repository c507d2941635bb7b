"""Whether whoever has the address of a draft has written in it, whoever began it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0013_told_apart"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="proved_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]

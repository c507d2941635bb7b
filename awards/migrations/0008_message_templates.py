"""The message templates that every award begins with."""

from django.db import migrations

# Name, and subject and text in Swedish and in English.
TEMPLATES = [
    (
        "Informera den nominerade",
        "{reference}: berätta för den du har nominerat",
        "Hej!\n\n"
        "Tack för nomineringen {title} till {award} {year}.\n\n"
        "Vi kan gå vidare först när den du har nominerat känner till det. Berätta om nomineringen "
        "och svara sedan här att det är gjort:\n\n{link}\n\n"
        "Hälsningar\n{officer}",
        "{reference}: tell the person you nominated",
        "Hello,\n\n"
        "Thank you for nominating {title} for {award} {year}.\n\n"
        "We can go on once the person you nominated knows about it. Tell them, and then let us "
        "know here that you have:\n\n{link}\n\n"
        "Kind regards\n{officer}",
    ),
    (
        "Inte vald",
        "{reference}: juryns beslut om {title}",
        "Hej!\n\n"
        "Juryn för {award} {year} har fattat sitt beslut. {title} är inte bland vinnarna den här "
        "gången.\n\n"
        "Tack för att du berättade om arbetet. Du är välkommen att vara med igen.\n\n"
        "Hälsningar\n{officer}",
        "{reference}: the jury's decision on {title}",
        "Hello,\n\n"
        "The jury of {award} {year} has made its decision. {title} is not among the winners this "
        "time.\n\n"
        "Thank you for telling us about the work. You are welcome to take part again.\n\n"
        "Kind regards\n{officer}",
    ),
    (
        "Uppfyller inte villkoren",
        "{reference}: {title} kan inte gå vidare",
        "Hej!\n\n"
        "Vi har läst {title}. Det uppfyller inte villkoren för {award} {year} och kan därför inte "
        "gå vidare till juryn.\n\n"
        "Vill du veta mer, eller tycker du att vi har missat något? Skriv till oss här:\n\n"
        "{link}\n\n"
        "Hälsningar\n{officer}",
        "{reference}: {title} can't go on",
        "Hello,\n\n"
        "We have read {title}. It does not meet the conditions of {award} {year}, so it can't go "
        "on to the jury.\n\n"
        "Do you want to know more, or do you think that we have missed something? Write to us "
        "here:\n\n{link}\n\n"
        "Kind regards\n{officer}",
    ),
    (
        "Vidare till juryn",
        "{reference}: {title} går vidare till juryn",
        "Hej!\n\n"
        "Vi har läst {title}. Det uppfyller villkoren för {award} {year} och går nu vidare till "
        "juryn. Du behöver inte göra något.\n\n"
        "Hälsningar\n{officer}",
        "{reference}: {title} goes on to the jury",
        "Hello,\n\n"
        "We have read {title}. It meets the conditions of {award} {year} and now goes on to the "
        "jury. You need not do anything.\n\n"
        "Kind regards\n{officer}",
    ),
    (
        "Vinnare",
        "{reference}: {title} har vunnit {award} {year}",
        "Hej!\n\n"
        "Grattis! Juryn har utsett {title} till vinnare av {award} {year}.\n\n"
        "Vi hör av oss om prisutdelningen. Berätta för oss om något behöver ändras: "
        "namn, bild eller kontaktperson. Svara här:\n\n{link}\n\n"
        "Hälsningar\n{officer}",
        "{reference}: {title} has won {award} {year}",
        "Hello,\n\n"
        "Congratulations! The jury has chosen {title} as a winner of {award} {year}.\n\n"
        "We will be in touch about the ceremony. Tell us if anything needs to be "
        "changed: a name, the picture or the contact person. Answer here:\n\n{link}\n\n"
        "Kind regards\n{officer}",
    ),
]


def add_templates(apps, schema_editor):
    """Add each template for all awards."""
    template = apps.get_model("awards", "MessageTemplate")
    for name, subject_sv, text_sv, subject_en, text_en in TEMPLATES:
        template.objects.create(
            name=name,
            subject_sv=subject_sv,
            text_sv=text_sv,
            subject_en=subject_en,
            text_en=text_en,
        )


class Migration(migrations.Migration):

    dependencies = [
        ("awards", "0007_nominee"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="messagetemplate",
            options={
                "default_permissions": (),
                "ordering": ["name", "pk"],
                "verbose_name": "message template",
                "verbose_name_plural": "message templates",
            },
        ),
        migrations.RunPython(add_templates, migrations.RunPython.noop),
    ]

"""Gives a new site its front page, in the place of Wagtail's welcome page."""

from django.db import migrations


def create_front_page(apps, schema_editor):
    """Replace Wagtail's welcome page, unless somebody has made a front page already."""
    content_type_model = apps.get_model("contenttypes", "ContentType")
    page_model = apps.get_model("wagtailcore", "Page")
    site_model = apps.get_model("wagtailcore", "Site")
    home_model = apps.get_model("home", "HomePage")
    if home_model.objects.exists():
        return
    root = page_model.objects.get(depth=1)
    welcome = page_model.objects.filter(path=f"{root.path}0001", content_type__model="page")
    site_model.objects.filter(root_page__in=welcome).delete()
    welcome.delete()
    content_type, _created = content_type_model.objects.get_or_create(
        model="homepage", app_label="home"
    )
    home = home_model.objects.create(
        title="Stadens priser",
        draft_title="Stadens priser",
        slug="home",
        content_type=content_type,
        path=f"{root.path}0001",
        depth=2,
        numchild=0,
        url_path="/home/",
        locale=apps.get_model("wagtailcore", "Locale").objects.first(),
    )
    root.numchild = page_model.objects.filter(depth=2).count()
    root.save(update_fields=["numchild"])
    site_model.objects.create(
        hostname="localhost", site_name="Stadens priser", root_page=home, is_default_site=True
    )


class Migration(migrations.Migration):
    """Data only; undoing it leaves the page, which may have been edited since."""

    dependencies = [("home", "0001_initial"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(create_front_page, migrations.RunPython.noop)]

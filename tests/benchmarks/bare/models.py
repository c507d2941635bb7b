"""What a page and a form cost at the least: the measures of ours."""

from django.db import models
from wagtail.models import Page


class BarePage(Page):
    """A page type with nothing of its own and a template of one line."""

    template = "bare_page.html"


class BareAnswers(models.Model):
    """What a bare form inserts."""

    one = models.TextField()
    two = models.TextField()
    three = models.TextField()
    four = models.TextField()
    five = models.TextField()

    def __str__(self) -> str:
        return self.one


class BarePicture(models.Model):
    """What a bare form with a picture inserts; the file is on disk."""

    picture = models.ImageField(upload_to="bare")

    def __str__(self) -> str:
        return str(self.picture)

"""The measure of a page's cost: Wagtail's smallest page."""

from wagtail.models import Page


class BarePage(Page):
    """A page type with nothing of its own and a template of one line."""

    template = "bare_page.html"

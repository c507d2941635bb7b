"""What search engines are told of: the pages that anybody may meet, and no others."""

from __future__ import annotations

from wagtail.contrib.sitemaps import Sitemap
from wagtail.query import PageQuerySet

from cms.visibility import visible_pages


class VisiblePages(Sitemap):
    """The published pages of the site, without those that some rule holds back."""

    def items(self) -> PageQuerySet:
        """The pages in the order of the tree."""
        return (
            visible_pages()
            .descendant_of(self.get_wagtail_site().root_page, inclusive=True)
            .order_by("path")
            .defer_streamfields()
            .specific()
        )

"""What search engines are told of."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from tests.factories import AwardFactory, HomeFactory

NAMESPACE = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.mark.django_db
def test_published_pages_are_listed_and_drafts_are_not(client: Client) -> None:
    home = HomeFactory()
    award = AwardFactory()
    AwardFactory(draft=True)
    index = award.get_parent()
    tree = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    addresses = [element.text for element in tree.iterfind("url/loc", NAMESPACE)]
    assert addresses == [home.full_url, index.full_url, award.full_url]

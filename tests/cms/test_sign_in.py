"""Where staff sign in: in plain Swedish, without the name of the software."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
def test_the_page_is_in_swedish(client: Client) -> None:
    html = client.get(reverse("wagtailadmin_login")).content.decode()

    assert re.findall(r"<h1>\s*(.*?)\s*</h1>", html) == ["Logga in"]
    assert re.findall(r'<label[^>]*id="id_(\w+)-label"[^>]*>\s*(\w+)', html) == [
        ("username", "Användarnamn"),
        ("password", "Lösenord"),
    ]

"""The database that the suite runs on."""

import pytest
from django.db import connection
from wagtail.models import Page


@pytest.mark.both_databases
@pytest.mark.django_db
def test_wagtails_first_pages_are_there() -> None:
    assert Page.objects.filter(depth=1).count() == 1


@pytest.mark.django_db
def test_postgresql_sorts_as_swedes_do(postgres: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datcollate FROM pg_database WHERE datname = current_database()")
        [collation] = cursor.fetchone()
        cursor.execute("SELECT string_agg(w, '' ORDER BY w) FROM unnest(ARRAY['ö','ä','z','å']) w")
        [order] = cursor.fetchone()
    assert order == ("zåäö" if collation == "sv_SE.UTF-8" else "zäåö")

"""Fills the database of the benchmark of exports; run as a program with the benchmarks' settings.

100 000 entries as for the benchmark of the inbox, but all to one year, with a form and a version
each of two answers, so that answers can be taken out too.
"""

from tests.benchmarks.inbox_content import fill  # isort: skip - sets Django up

from django.db import connection

from awards.domain.questions import as_json, gather, refresh
from awards.models import AwardYearPage, Nomination
from tests.factories import NominationFormFactory, UserFactory, question, step

ENTRIES = 100_000

_VERSIONS = """
INSERT INTO awards_nominationversion (nomination_id, number, received_at, asked, answers, digest)
SELECT id, 1, received_at, '{}',
    jsonb_build_object('namn', title, 'bakgrund', search_text), reference
FROM awards_nomination
"""


def ask_all_for_one_year() -> None:
    """Let all entries be to one year, which has a form."""
    year = AwardYearPage.objects.latest("pk")
    Nomination.objects.update(year=year)
    texts = [question("short_text", "Namn"), question("long_text", "Bakgrund")]
    form = NominationFormFactory.create(parent=year, steps=[step("Bidraget", *texts)])
    refresh([form])
    assert as_json(gather(form))["steps"]
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS)
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    fill(ENTRIES)
    ask_all_for_one_year()
    UserFactory.create(username="exporting", admin=True)

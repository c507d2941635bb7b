"""Fills the database of the benchmark of the inbox; run as a program with the benchmarks' settings.

The argument is how many entries there are: of five awards in four years each, from forty
organisations, handled by eight officers. Those of the newest year are being handled, the others
are decided. Every fifth entry has the word that the benchmark searches for. The file ``session``
among the media holds the key of a session of somebody who may do everything.
"""

import sys
from typing import Any

import django

django.setup()


from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from awards.enums import Role  # noqa: E402
from awards.models import AwardYearPage, Organisation  # noqa: E402
from tests.factories import (  # noqa: E402
    AwardFactory,
    AwardYearFactory,
    OrganisationFactory,
    UserFactory,
)

AWARDS = ["Framsteget", "Kvalitetspriset", "Kundpriset", "Miljöpriset", "Innovationspriset"]
YEARS = [2023, 2024, 2025, 2026]
ORGANISATIONS, OFFICERS = 40, 8

_WHO = [
    "Medarbetarna på enheten",
    "Vi i hemtjänsten",
    "Förskolans pedagoger",
    "Sjuksköterskorna i den nya nattpatrullen",
    "Kontaktcentrets handläggare",
    "Stadsdelens fältassistenter",
    "Rektor och elevhälsans team",
    "Parkförvaltningens arbetslag",
]
_DID = [
    "har prövat ett nytt arbetssätt för att förebygga fallolyckor",
    "började mäta väntetiderna och följde upp dem varje vecka",
    "tog fram en enkel rutin för överlämning mellan skiften",
    "bjöd in brukare och anhöriga till att rita om besöken",
    "byggde en digital tjänst som svarar på vanliga frågor dygnet runt",
    "samlade all kommunikation med vårdnadshavare på ett enda ställe",
    "flyttade beslut närmare dem som möter invånarna",
    "minskade matsvinnet genom att väga allt som slängdes",
]
_RESULT = [
    "och antalet avvikelser har halverats på ett år.",
    "vilket har gett mer tid för samtal och tillsyn.",
    "och sjukfrånvaron är den lägsta som vi någonsin har haft.",
    "så att ingen längre behöver upprepa sin historia.",
    "och andra verksamheter har redan börjat använda samma metod.",
    "vilket sparar ungefär fyrahundra timmar om året.",
    "och nöjdheten har stigit från sextio till åttiofem procent.",
    "men det krävde mod, tålamod och stöd från ledningen.",
]
SENTENCES = [f"{who} {did} {result}" for who in _WHO for did in _DID for result in _RESULT]
#: The word that a fifth of the entries have.
COMMON_WORD = "koldioxidutsläpp"

_FILL = """
INSERT INTO awards_nomination (
    reference, number, year_id, status, received_at, updated_at, email, title, unit,
    organisation_id, organisation_name, contact_name, contact_email, case_officer_id,
    nominee_name, nominee_told_on, possible_duplicate, file_missing, flagged, message_waiting,
    name_key, search_names, search_text
)
SELECT
    reference, n, year, status, received, received + (hash %% 10) * interval '1 day',
    email, title, unit, organisation, organisation_name, 'Ann Ek ' || n, email, officer,
    CASE WHEN hash %% 50 = 0 THEN 'Bo Al' ELSE '' END,
    CASE WHEN hash %% 100 = 0 THEN current_date END,
    hash %% 33 = 0, hash %% 71 = 0, hash %% 90 = 0, hash %% 120 = 0,
    lower(title),
    lower(concat_ws(' ', replace(reference, '-', ' '), title, unit, organisation_name,
        'ann ek', n, replace(replace(email, '@', ' '), '.', ' '))),
    lower(regexp_replace(text, '[.,]', '', 'g'))
FROM (
    SELECT n, hash, sentences.text
            || CASE WHEN n %% 5 = 0 THEN ' ' || %(word)s || ' har minskat.' ELSE '' END AS text,
        %(years)s::int[] AS years, %(organisations)s::int[] AS organisations,
        'PRI-' || years.award || '-' || lpad(n::text, 6, '0') AS reference,
        years.id AS year,
        'Projekt ' || n || ' ' || split_part(sentences.text, ' ', 5) AS title,
        'Enhet ' || hash %% 700 AS unit,
        organisation.id AS organisation, organisation.name AS organisation_name,
        'sokande' || n || '@example.se' AS email,
        now() - (n::float / %(count)s * 1400 + 10 + hash %% 20) * interval '1 day' AS received,
        CASE WHEN hash %% 7 = 0 THEN NULL ELSE officer.id END AS officer,
        CASE WHEN n < %(count)s / 4
            THEN (ARRAY['submitted', 'submitted', 'submitted', 'under_review', 'under_review',
                'supplement_requested', 'supplemented', 'with_jury', 'spam'])[1 + hash %% 9]
            ELSE (ARRAY['not_selected', 'not_selected', 'not_selected', 'not_selected',
                'not_selected', 'ineligible', 'withdrawn', 'winner', 'special_mention',
                'finalist'])[1 + hash %% 10]
        END AS status
    FROM generate_series(1, %(count)s) AS n
    CROSS JOIN LATERAL (SELECT abs(hashint4(n)) AS hash) AS hashed
    CROSS JOIN LATERAL (
        SELECT string_agg((%(sentences)s::text[])[
            1 + abs(hashint4(n * 31 + i)) %% %(sentence_count)s], ' ') AS text
        FROM generate_series(1, 15) AS i
    ) AS sentences
    JOIN LATERAL (
        SELECT id, ordinality AS award FROM unnest(%(years)s::int[]) WITH ORDINALITY AS y(id)
        WHERE ordinality = 1 + least(3, n * 4 / %(count)s) * 5 + hash %% 5
    ) AS years ON true
    JOIN awards_organisation AS organisation
        ON organisation.id = (%(organisations)s::int[])[1 + hash %% %(organisation_count)s]
    JOIN auth_user AS officer ON officer.id = (%(officers)s::int[])[1 + hash %% %(officer_count)s]
) AS entry
"""


def make_years() -> list[AwardYearPage]:
    """Five awards' years, the newest first."""
    awards = [AwardFactory.create(title=title) for title in AWARDS]
    return [
        AwardYearFactory.create(parent=award, year=year)
        for year in sorted(YEARS, reverse=True)
        for award in awards
    ]


def fill(count: int) -> None:
    """Make so many entries, with mail of which some was never delivered."""
    organisations: list[Organisation] = OrganisationFactory.create_batch(ORGANISATIONS)
    officers: list[User] = UserFactory.create_batch(OFFICERS, role=Role.MODERATOR)
    values: dict[str, Any] = {
        "count": count,
        "word": COMMON_WORD,
        "sentences": SENTENCES,
        "sentence_count": len(SENTENCES),
        "years": [year.pk for year in make_years()],
        "organisations": [organisation.pk for organisation in organisations],
        "organisation_count": ORGANISATIONS,
        "officers": [officer.pk for officer in officers],
        "officer_count": OFFICERS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FILL, values)
        cursor.execute(
            "INSERT INTO cms_outgoingmail (key, recipient, reply_to, subject, text, html, language,"
            " about, queued_at, sent_at, attempts, next_attempt_at, error)"
            " SELECT reference, email, '', 'Ert bidrag', '', '', 'sv', reference, received_at,"
            " CASE WHEN id % 2000 > 0 THEN received_at END, 1, NULL, '' FROM awards_nomination",
        )
        cursor.execute("VACUUM ANALYZE")


def sign_in() -> str:
    """The key of a session of somebody who may do everything."""
    client = Client()
    client.force_login(UserFactory.create(username="chef", is_superuser=True, is_staff=True))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    fill(int(sys.argv[1]))
    (settings.MEDIA_ROOT / "session").write_text(sign_in(), encoding="utf-8")

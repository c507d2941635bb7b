"""Fills the database of the benchmarks of forms; run as a program with their settings.

A form with a step of five texts and one of a picture, in a year that closes at the end of this
day, and drafts with all its texts. The file ``drafts`` among the media tells each one's id and
cookie, a draft a line.
"""

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django has to be set up first
from django.utils import timezone  # noqa: E402
from django.utils.text import slugify  # noqa: E402

from awards.domain.drafts import save_answers, start_draft  # noqa: E402
from awards.domain.questions import refresh  # noqa: E402
from awards.models import NominationFormPage  # noqa: E402
from tests.awards.apply.applicant import cookie_of  # noqa: E402
from tests.factories import (  # noqa: E402
    AwardYearFactory,
    NominationFormFactory,
    day,
    question,
    step,
)

#: How many applicants there are.
DRAFTS = 550
ANSWER = "Vi har prövat ett nytt sätt att arbeta, och det har gått bättre än väntat. " * 8
TEXTS = ["Namn", "Bakgrund", "Problem", "Arbete", "Resultat"]


def make_form() -> NominationFormPage:
    """The form of the benchmarks."""
    texts = [question("long_text", name, hint="Ge exempel.", max_characters=3000) for name in TEXTS]
    steps = [step("Texter", *texts), step("Bild", question("picture", "Bild", required=False))]
    form: NominationFormPage = NominationFormFactory.create(
        parent=AwardYearFactory.create(opens_on=day(-7), closes_on=day(0), year=2026),
        steps=steps,
        grace_minutes=0,
    )
    refresh([form])
    return form


def new_draft(form: NominationFormPage, email: str) -> str:
    """A draft of the form: its id in addresses, and the cookie of a browser that may open it."""
    draft = start_draft(form, email, now=timezone.now())
    save_answers(draft, {slugify(name): ANSWER for name in TEXTS}, [], now=timezone.now())
    return f"{draft.public_id} {cookie_of(draft)}"


if __name__ == "__main__":
    made = make_form()
    drafts = [new_draft(made, f"{number}@example.se") for number in range(DRAFTS)]
    (settings.MEDIA_ROOT / "drafts").write_text("\n".join(drafts), encoding="utf-8")

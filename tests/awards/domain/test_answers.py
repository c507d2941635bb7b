"""Answers as they are read."""

from __future__ import annotations

from typing import Any

import pytest

from awards.domain.answers import captions_of, readable
from awards.domain.questions import Question
from awards.enums import Captions, QuestionKind

FILM = {"url": "https://film.example.se/1", "seconds": 150, "captions": "yes", "lawful": True}
LAWFUL = "Personal data in the film is handled lawfully"


@pytest.mark.parametrize(
    ("changes", "captions", "lines"),
    [
        ({}, Captions.YES, ["Length: 2 minutes 30 seconds", "The film has captions", LAWFUL]),
        (
            {"captions": "no_speech", "seconds": 180},
            Captions.NO_SPEECH,
            ["Length: 3 minutes", "The film has no speech", LAWFUL],
        ),
        # As it came on paper.
        ({"captions": "", "seconds": 0, "lawful": False}, Captions.NO, []),
        # As it was stored before a film could lack speech.
        (
            {"captions": True, "seconds": 59},
            Captions.YES,
            ["Length: 59 seconds", "The film has captions", LAWFUL],
        ),
        ({"captions": False, "seconds": 60}, Captions.NO, ["Length: 1 minute", LAWFUL]),
    ],
)
def test_a_film_is_read_however_it_was_stored(
    changes: dict[str, Any], captions: Captions, lines: list[str], in_english: None
) -> None:
    film = FILM | changes

    assert captions_of(film) == captions
    assert readable(Question("film", QuestionKind.FILM, "Film"), film, {}) == [FILM["url"], *lines]

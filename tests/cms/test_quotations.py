import pytest

from cms.blocks import QuoteBlock
from cms.quotations import without_quotation_marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De vågade fråga.", "De vågade fråga."),
        ("”De vågade fråga.”", "De vågade fråga."),
        ("“De vågade fråga.”", "De vågade fråga."),
        ('"De vågade fråga."', "De vågade fråga."),
        ("»De vågade fråga.«", "De vågade fråga."),
        ("«De vågade fråga.»", "De vågade fråga."),
        ("»De vågade fråga.»", "De vågade fråga."),
        ("„De vågade fråga.“", "De vågade fråga."),
        ("'De vågade fråga.'", "De vågade fråga."),
        ("’De vågade fråga.’", "De vågade fråga."),
        (" ” De vågade fråga. ”\n", "De vågade fråga."),
        ("”De vågade.\n\nOch lyckades.”", "De vågade.\n\nOch lyckades."),
        ("””De vågade fråga.””", "”De vågade fråga.”"),
        ("”De kallade det ”Framtiden” och vågade.”", "De kallade det ”Framtiden” och vågade."),
        ("”Framtiden” heter deras arbete.", "”Framtiden” heter deras arbete."),
        ("Deras arbete heter ”Framtiden”", "Deras arbete heter ”Framtiden”"),
        ("”Bra”, sa juryn. ”Modigt.”", "”Bra”, sa juryn. ”Modigt.”"),
        ("”De vågade fråga.", "”De vågade fråga."),
        ("”", "”"),
        ("””", ""),
        ("", ""),
    ],
)
def test_the_marks_around_a_quotation_are_left_out(text: str, expected: str) -> None:
    assert without_quotation_marks(text) == expected


def test_a_quotation_in_running_text_is_kept_without_its_marks() -> None:
    block = QuoteBlock()

    kept = block.clean(block.to_python({"text": "”Vi frågade.”", "source": "Enhetschefen"}))

    assert dict(kept) == {"text": "Vi frågade.", "source": "Enhetschefen"}

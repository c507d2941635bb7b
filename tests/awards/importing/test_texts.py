"""Plain text as rich text."""

import pytest

from awards.importing.texts import rich_text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("En rad", "<p>En rad</p>"),
        ("En rad\nsom går vidare", "<p>En rad som går vidare</p>"),
        ("Ett\n\nTvå", "<p>Ett</p><p>Två</p>"),
        ("Lista:\n- ett\n- två\nmer", "<p>Lista:</p><ul><li>ett</li><li>två mer</li></ul>"),
        ("• ett\n• två", "<ul><li>ett</li><li>två</li></ul>"),
        ("1. ett\n2) två", "<ol><li>ett</li><li>två</li></ol>"),
        ("### Rubrik\n\nText", "<h3>Rubrik</h3><p>Text</p>"),
        ("2021. Året var nytt", "<p>2021. Året var nytt</p>"),
        ("-inte en punkt", "<p>-inte en punkt</p>"),
        ("a < b & c > d", "<p>a &lt; b &amp; c &gt; d</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ('”citat” "citat" *stjärna*', '<p>”citat” "citat" *stjärna*</p>'),
        (
            "Se [hit](https://a.se/?b=1&c=2).",
            '<p>Se <a href="https://a.se/?b=1&amp;c=2">hit</a>.</p>',
        ),
        ("[brev](mailto:a@b.se)", '<p><a href="mailto:a@b.se">brev</a></p>'),
        ("[nej](javascript:alert(1))", "<p>[nej](javascript:alert(1))</p>"),
        ('[nej](https://a.se/"onclick=)', '<p>[nej](https://a.se/"onclick=)</p>'),
    ],
)
def test_rich_text(text: str, html: str) -> None:
    assert rich_text(text) == html

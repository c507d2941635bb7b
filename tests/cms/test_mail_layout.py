"""The HTML part of a mail says what the text says, and nothing in it is fetched or run."""

from __future__ import annotations

import re
from html import unescape

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms.mail_layout import as_html

LINK = "https://awards.example.org/ansok/lank/abc:def/"


def body(html: str) -> str:
    return html.partition("</h1>")[2].partition("</main>")[0].strip()


def test_empty_lines_part_paragraphs_and_the_sites_own_links_are_links() -> None:
    text = f"Hej & <b>hå</b>!\nRad två\n\n \nLänk: {LINK}.\r\n\r\nhttps://evil.example.org\n"

    html = as_html(text, subject="Om <hej>", links=[LINK, ""])

    assert [line.strip() for line in body(html).splitlines() if line.strip()] == [
        "<p>Hej &amp; &lt;b&gt;hå&lt;/b&gt;!<br>Rad två</p>",
        f'<p>Länk: <a href="{LINK}">{LINK}</a>.</p>',
        "<p>https://evil.example.org</p>",
    ]
    assert "<title>Om &lt;hej&gt;</title>" in html


def test_it_is_in_the_language_of_the_mail() -> None:
    with translation.override("en"):
        assert '<html lang="en">' in as_html("Hello", subject="Hello")


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_whatever_is_written_is_text(text: str) -> None:
    html = body(as_html(f"{text}\n\n{LINK}", subject=text, links=[LINK]))

    assert set(re.findall(r"<[^>]*>", html)) <= {
        "<p>",
        "</p>",
        "<br>",
        f'<a href="{LINK}">',
        "</a>",
    }
    words = unescape(re.sub(r"<[^>]*>", " ", html)).split()
    assert words == f"{text} {LINK}".split()

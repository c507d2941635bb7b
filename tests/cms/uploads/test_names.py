"""Names that the public gives its files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.uploads import safe_name

NAMES = {
    "plain": ("katt.png", "katt.jpg"),
    "Swedish": ("Årets förnyelse – bild 2.JPEG", "Årets förnyelse – bild 2.jpg"),
    "decomposed, as a Mac sends it": ("A\u030arets.png", "Årets.jpg"),
    "two extensions": ("katt.jpg.exe", "katt.jpg.jpg"),
    "no extension": ("katt", "katt.jpg"),
    "a version is no extension": ("Förslag 2.5", "Förslag 2.5.jpg"),
    "a path": ("../../etc/passwd", "passwd.jpg"),
    "a path of Windows": ("C:\\Bilder\\katt.png", "katt.jpg"),
    "a path's end": ("bilder/", "file.jpg"),
    "dots": ("..", "file.jpg"),
    "hidden": (".htaccess", "htaccess.jpg"),
    "hidden with an extension": (".katt.png", "katt.jpg"),
    "an option": ("-rf.png", "rf.jpg"),
    "control signs": ("ka\x00tt\r\nSet-Cookie: a\x7f.png", "katt Set-Cookie- a.jpg"),
    "text turned around": ("katt\u202egpj.exe", "kattgpj.jpg"),
    "isolated and invisible": ("\u2066ka\u200btt\ufeff\u2069.png", "katt.jpg"),
    "half a character": ("katt\ud83d.png", "katt.jpg"),
    "signs of Windows": ('a<b>c:"d|e?f*.png', "a-b-c--d-e-f.jpg"),
    "white space": ("  en \t katt\u2028här .png", "en katt här.jpg"),
    "empty": ("", "file.jpg"),
    "blank": (" . . ", "file.jpg"),
    "reserved": ("CON.png", "file CON.jpg"),
    "reserved, with more": ("lpt1.backup.png", "file lpt1.backup.jpg"),
    "nearly reserved": ("console.png", "console.jpg"),
    "300 characters": ("a" * 300 + ".png", "a" * 96 + ".jpg"),
    "300 emoji": ("😀" * 300 + ".png", "😀" * 49 + ".jpg"),
    "a space where it is cut": ("a" * 95 + " b.png", "a" * 95 + ".jpg"),
    "right to left": ("صورة.png", "صورة.jpg"),
}


@pytest.mark.parametrize("case", NAMES)
def test_a_name_is_made_plain_and_kept_readable(case: str) -> None:
    name, expected = NAMES[case]

    assert safe_name(name, "jpg") == expected


@given(st.text(max_size=400) | st.text(alphabet="./\\ ~-:conCON1\x00\u202eé😀", max_size=150))
def test_any_name_becomes_a_plain_one(name: str) -> None:
    safe = safe_name(name, "webp")

    assert len(safe) <= 100
    assert len(safe.encode()) <= 200
    assert set(safe) & set('/\\<>:"|?*\0\r\n\u202e') == set()
    assert safe.endswith(".webp")
    assert safe[0] not in " .-"
    assert safe_name(safe, "webp") == safe

"""The order of the Swedish alphabet."""

from __future__ import annotations

from cms.sorting import swedish


def test_a_ring_comes_before_the_two_with_dots_after_z() -> None:
    words = ["Östermalm", "ärlig", "Årsta", "Zinkens", "Älvsjö", "ås", "Bromma", "Arlanda"]

    assert sorted(words, key=swedish) == [
        "Arlanda",
        "Bromma",
        "Zinkens",
        "Årsta",
        "ås",
        "Älvsjö",
        "ärlig",
        "Östermalm",
    ]

"""Words of right-to-left lines stand as they are read."""

import pytest

from marketplace.documents.direction import in_reading_order

SEEN = ".أوغسبورغ منطقة في سؤال لكل اتصال نقطة توجد"
READ = "توجد نقطة اتصال لكل سؤال في منطقة أوغسبورغ."


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        (SEEN, READ),
        ("ريوي 49 مقابل", "مقابل 49 ريوي"),
        ("Tür an Tür جمعية مع نحن", "نحن مع جمعية Tür an Tür"),
        ("20و 10 منطقتي", "منطقتي 10 و20"),
        ("Landkreis Augsburg and also العائلة دليل", "Landkreis Augsburg and also دليل العائلة"),
        ("Only Latin words.", "Only Latin words."),
    ],
)
def test_line_that_is_given_as_it_is_seen_is_turned(seen: str, read: str) -> None:
    assert in_reading_order(f"{SEEN}\n{seen}") == f"{READ}\n{read}"

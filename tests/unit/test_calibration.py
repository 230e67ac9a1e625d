import io

import pytest
from PIL import Image

from bot.reports import painting, reliability
from knowledge import evaluation
from knowledge.calibration import Told, calibrate
from knowledge.evaluation import Item, Prediction


def told(*pairs):
    return [Told(confidence, right) for confidence, right in pairs]


def test_each_bin_holds_what_was_told_from_its_lower_to_below_its_upper_end():
    bins = calibrate(told((0.0, True), (0.5, False), (0.74, True), (0.75, True), (1.0, False)), bins=4).bins

    assert [(each.low, each.high) for each in bins] == [(0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1)]
    assert [each.count for each in bins] == [1, 0, 2, 2]
    assert [each.accuracy for each in bins] == [1, 0, 0.5, 0.5]
    assert bins[2].confidence == pytest.approx(0.62)


def test_the_error_is_the_distance_between_sure_and_right_weighed_by_counts():
    found = calibrate(told(*[(0.9, True)] * 3, (0.9, False), (0.2, True)))

    assert found.error == pytest.approx((4 * abs(0.9 - 0.75) + 1 * abs(0.2 - 1)) / 5)
    assert (found.count, found.accuracy, found.confidence) == (5, 0.8, pytest.approx(0.76))
    assert calibrate(told(*[(0.75, True)] * 3, (0.75, False))).error == pytest.approx(0)


def test_nothing_told_is_no_error_and_can_be_drawn():
    nothing = calibrate([])

    assert (nothing.count, nothing.error, nothing.fields()["bins"]) == (0, 0, [])
    assert painting.painted(reliability.diagram(nothing, "none.jsonl")).startswith(b"\x89PNG")


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_what_is_no_confidence_is_refused(confidence):
    with pytest.raises(ValueError, match="not a confidence"):
        calibrate(told((confidence, True)))


def test_only_verdicts_that_were_told_with_a_confidence_count():
    items = [Item(f"d{n}", kind, "x", (), {}, "at_risk") for n, kind in enumerate(["practice"] * 4 + ["question"])]
    given = [
        Prediction("d0", (), "at_risk", confidence=0.9),
        Prediction("d1", (), "mixed", confidence=0.6),
        Prediction("d2", (), None, confidence=None),
        Prediction("d3", (), "at_risk", confidence=None),
        Prediction("d4", (), "at_risk", confidence=0.9),
    ]
    figures = evaluation.score(items, given)

    assert [(each["n"], each["right"]) for each in figures["calibration"]["bins"]] == [(1, 0), (1, 1)]
    assert figures["calibration"]["error"] == pytest.approx((0.6 + 0.1) / 2)
    assert "expected calibration error 0.350" in evaluation.written(figures)


def test_the_picture_shows_how_high_each_bin_reaches():
    picture = reliability.diagram(calibrate(told((0.95, True), (0.95, False), (0.35, True))), "labels.jsonl")
    high = [bar.height for bar in picture.bars if bar.colour == reliability.SHARE and bar.width > 20]
    image = Image.open(io.BytesIO(painting.painted(picture)))

    assert high[0] == 2 * high[1]
    assert "3 verdicts, 67% right" in " ".join(label.text for label in picture.labels)
    assert image.getpixel((image.width // 2, 5)) == (255, 255, 255)
    assert (0x9D, 0xBB, 0xDD) in {color for _, color in image.getcolors(10_000)}

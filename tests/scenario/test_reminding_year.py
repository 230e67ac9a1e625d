"""The nights of a year in which clocks are changed, end to end; `make soak` lives through all of it."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.load.figures import Verdicts
from tests.soak.reminding_year import living, rooms, tell

NIGHTS = ("berlin-office", "berlin-night", "york-night", "howe-night", "casa-night")
#: When Ramadan begins and ends in Casablanca, and summer in New York, Berlin and on Lord Howe Island.
CHANGES = [(2, 7), (3, 14), (3, 28), (4, 4), (10, 3), (10, 31), (11, 7)]


@pytest.mark.timeout(240)
def test_whenever_clocks_change_everybody_hears_once_and_at_the_time_on_the_wall():
    verdicts = Verdicts()
    chosen = [room for room in rooms() if room.name in NIGHTS]
    with living(chosen, seed=5, start=datetime(2027, 2, 6, tzinfo=UTC)) as year:
        for month, day in CHANGES:
            night = datetime(2027, month, day, tzinfo=UTC)
            year.look(night - timedelta(hours=10))
            year.live(night + timedelta(hours=10))
            year.slack.control.idle()
            year.restart()

    tell(year, verdicts)
    assert len(year.ear.said) > 25
    with pytest.raises(SystemExit) as ended:
        verdicts.close()
    assert ended.value.code == 0

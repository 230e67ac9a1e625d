import pytest

from bot.slack.payloads import actor_of, speaker_of

OURS = {"team_id": "T1", "authorizations": [{"team_id": "T1", "enterprise_id": None}]}
GRID = {"team_id": "T1", "authorizations": [{"team_id": "T1", "enterprise_id": "E1"}]}
EVENT = {"type": "app_mention", "channel": "C1", "user": "U1", "ts": "1.1"}

TEAMS = [
    (OURS, "T1", False),
    (OURS, "T2", True),
    (OURS, "", False),
    (GRID, "T1", False),
    (GRID, "E1", False),
    # It may be another workspace of the same organisation: only Slack can say.
    (GRID, "T2", False),
    (GRID, "E2", True),
]


@pytest.mark.parametrize(("body", "team", "stranger"), TEAMS)
@pytest.mark.parametrize("key", ["user_team", "team"])
def test_who_speaks_from_elsewhere_is_known_by_the_team_of_the_message(body, team, stranger, key):
    assert speaker_of({**body, "event": {**EVENT, key: team}}).stranger is stranger


def test_the_team_of_who_speaks_goes_before_that_of_the_message():
    assert speaker_of({**OURS, "event": {**EVENT, "team": "T1", "user_team": "T2"}}).stranger


@pytest.mark.parametrize(("body", "team", "stranger"), TEAMS)
def test_who_presses_from_elsewhere_is_known_by_their_own_team(body, team, stranger):
    pressed = {**body, "user": {"id": "U1", "team_id": team}, "channel": {"id": "C1"}}

    assert actor_of(pressed).stranger is stranger

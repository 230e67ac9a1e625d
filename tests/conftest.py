"""The whole index of the lenses that ship, built once a run and shared by the tests that answer for real."""

import pytest

from bot.compose import Bot
from bot.settings import Settings


@pytest.fixture(scope="session")
def bot(tmp_path_factory):
    """The bot as installed, with its own data folder and a finished index."""
    built = Bot(Settings(tmp_path_factory.mktemp("lensbot")))
    built.build(lambda _done, _of: None)
    return built

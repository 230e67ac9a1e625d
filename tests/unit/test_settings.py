from pathlib import Path

import pytest

from bot.settings import Settings, SettingsProblem


def test_nothing_set_gives_a_place_under_the_home_folder():
    settings = Settings.from_env({"HOME": "/home/ada"})

    assert settings.data_dir == Path("/home/ada/.local/share/lensbot")
    assert settings.index_dir == settings.data_dir / "index"
    assert settings.lenses == ("machine-learning",)


def test_what_is_set_is_taken():
    settings = Settings.from_env(
        {"LENSBOT_DATA_DIR": "/var/lib/lensbot", "LENSBOT_CHROMA_URL": "http://chroma:8000", "LENSBOT_LENSES": "a, b,"}
    )

    assert settings == Settings(Path("/var/lib/lensbot"), "http://chroma:8000", ("a", "b"))


def test_every_problem_is_named_at_once():
    with pytest.raises(SettingsProblem) as refused:
        Settings.from_env({"LENSBOT_CHROMA_URL": "chroma:8000", "LENSBOT_LENSES": " , ", "LENSBOT_DATADIR": "x"})

    text = str(refused.value)
    assert "LENSBOT_CHROMA_URL: expected http://host:port, found 'chroma:8000'" in text
    assert "LENSBOT_LENSES: name at least one lens" in text
    assert "LENSBOT_DATADIR: not a setting of Lensbot" in text

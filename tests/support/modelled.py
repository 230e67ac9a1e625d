"""The bot with a language model, which is the tests' own server, in a workspace of its own."""

import shutil
from contextlib import contextmanager

from bot.playground.embedded import playground
from bot.slack.manifest import manifest
from tests.support.process import running


@contextmanager
def in_slack(bot, server, data):
    """The stand-in, with such a bot running in it. The index is the tests', and its data lies in `data`."""
    shutil.copytree(bot.settings.index_dir, data / "index")
    model = {
        "LENSBOT_MODEL": "openai:tiny",
        "LENSBOT_MODEL_URL": f"{server.url}/v1",
        "LENSBOT_MODEL_KEY": "sk-of-the-test",
    }
    with playground(manifest(), rates=False) as slack, running(slack, data, until_ready=True, **model):
        yield slack

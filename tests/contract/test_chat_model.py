"""The port `Writer`: the double and the real client libraries, against a server that speaks their wire formats."""

import threading
from contextlib import closing

import pytest

from knowledge.adapters import providers
from knowledge.adapters.chat_model import ChatModel
from knowledge.adapters.providers import ModelSettings
from knowledge.ports import Prompt, Trouble, Usage, WriterProblem
from tests.support.model_server import ModelServer, Script
from tests.support.writers import ScriptedWriter

PROMPT = Prompt("You are terse.", "How are backups tried?")
SHAPE = {
    "title": "Reading",
    "description": "A reading.",
    "type": "object",
    "properties": {"verdict": {"type": "string"}},
    "required": ["verdict"],
}
QUICKLY = (("retry-after-ms", "1"),)
KEY = "sk-thisisthekeyofthetest"


def going():
    return False


@pytest.fixture
def server():
    with ModelServer() as server:
        yield server


def model(server, provider, **settings):
    url = f"{server.url}/v1" if provider == "openai" else server.url
    return ChatModel(ModelSettings(**{"model": f"{provider}:tiny", "url": url, "key": KEY, "retries": 0, **settings}))


class Either:
    """A writer of a kind, told what to reply."""

    def __init__(self, kind, server):
        self.kind, self.server = kind, server

    def saying(self, *scripts, **settings):
        if self.kind == "double":
            return ScriptedWriter(*scripts)
        self.server.queue(*scripts)
        return model(self.server, self.kind, **settings)


@pytest.fixture(params=["double", "openai", "anthropic"])
def either(request, server):
    return Either(request.param, server)


@pytest.fixture(params=["openai", "anthropic"])
def real(request, server):
    return Either(request.param, server)


def text(writer, stopped=going, spent=lambda _: None):
    return "".join(writer.write(PROMPT, stopped, spent))


def until_stopped(writer):
    """What comes until the person, who has seen the first piece, presses Stop."""
    pressed = threading.Event()
    said = []
    with closing(writer.write(PROMPT, pressed.is_set, lambda _: None)) as pieces:
        said.append(next(pieces))
        pressed.set()
        said += pieces
    return said


def failure(call):
    with pytest.raises(WriterProblem) as caught:
        call()
    return caught.value


class TestEveryWriter:
    def test_text_comes_in_pieces_that_make_up_the_whole(self, either):
        pieces = list(either.saying(Script("Restore one every week [1].")).write(PROMPT, going, lambda _: None))

        assert len(pieces) > 1
        assert "".join(pieces) == "Restore one every week [1]."

    def test_usage_is_told_once(self, either):
        usages = []
        text(either.saying(Script("Yes.", usage=(120, 30))), spent=usages.append)

        assert usages == [Usage(120, 30)]

    def test_a_shape_is_filled_in_and_paid_for(self, either):
        usages = []
        writer = either.saying(Script(arguments={"verdict": "at_risk"}, usage=(80, 9)))

        assert writer.fill(PROMPT, SHAPE, going, usages.append) == {"verdict": "at_risk"}
        assert usages == [Usage(80, 9)]

    def test_a_model_that_fills_in_nothing_is_a_problem(self, either):
        writer = either.saying(Script("I would rather chat."))

        assert failure(lambda: writer.fill(PROMPT, SHAPE, going, lambda _: None)).kind is Trouble.BROKEN

    def test_a_stream_cut_off_in_the_middle_is_a_problem_and_is_paid_for(self, either):
        usages = []
        writer = either.saying(Script("one two three four", cut=2))

        assert failure(lambda: text(writer, spent=usages.append)).kind is Trouble.CUT_OFF
        assert len(usages) == 1

    def test_a_refusal_is_a_problem(self, either):
        assert failure(lambda: text(either.saying(Script(refusal="I can't help with that.")))).kind is Trouble.REFUSED

    def test_stopping_ends_the_text_without_a_problem(self, either):
        writer = either.saying(Script("one two three four five", pause=0.2))
        said = until_stopped(writer)

        assert said == ["one"]

    def test_what_is_stopped_before_it_began_says_nothing(self, either):
        writer = either.saying(Script("one two", arguments={"verdict": "mixed"}))

        assert text(writer, stopped=lambda: True) == ""
        assert writer.fill(PROMPT, SHAPE, lambda: True, lambda _: None) == {}


class TestRealClients:
    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            (401, Trouble.KEY),
            (403, Trouble.KEY),
            (429, Trouble.BUSY),
            (400, Trouble.BROKEN),
            (404, Trouble.BROKEN),
            (500, Trouble.BROKEN),
        ],
    )
    def test_an_error_of_the_provider_is_one_problem_with_its_kind(self, real, status, kind):
        writer = real.saying(Script(status=status, error="nope"))

        assert failure(lambda: text(writer)).kind is kind
        assert failure(lambda: writer.fill(PROMPT, SHAPE, going, lambda _: None)).kind is kind

    def test_the_key_never_reaches_the_log(self, real):
        problem = failure(lambda: text(real.saying(Script(status=401, error=f"Incorrect API key provided: {KEY}"))))

        assert KEY not in problem.for_log
        assert KEY not in str(problem)
        assert KEY not in repr(real.saying(Script("x")).settings)
        assert "Incorrect API key" in problem.for_log

    def test_a_failure_that_may_pass_is_tried_again(self, real, server):
        writer = real.saying(
            Script(status=429, headers=QUICKLY), Script(status=500, headers=QUICKLY), Script("Here."), retries=2
        )

        assert text(writer) == "Here."
        assert len(server.requests) == 3

    def test_a_bad_key_is_not_tried_again(self, real, server):
        failure(lambda: text(real.saying(Script(status=401), retries=2)))

        assert len(server.requests) == 1

    def test_a_call_that_the_provider_turned_away_costs_nothing(self, real):
        usages = []
        failure(lambda: text(real.saying(Script(status=429)), spent=usages.append))

        assert usages == [Usage()]

    def test_a_server_that_never_begins_is_given_up(self, real, server):
        writer = real.saying(Script("late", hold=30), silence=0.3)

        assert failure(lambda: text(writer)).kind is Trouble.TIMEOUT
        assert server.hung_up.wait(10)

    def test_a_server_that_falls_silent_in_the_middle_is_given_up(self, real, server):
        writer = real.saying(Script("one two", pause=30), silence=0.3)

        assert failure(lambda: text(writer)).kind is Trouble.TIMEOUT
        assert server.hung_up.wait(10)

    def test_a_call_that_drags_on_is_given_up_as_a_whole(self, real, server):
        writer = real.saying(Script("word " * 400, pause=0.1), seconds=0.5)

        assert failure(lambda: text(writer)).kind is Trouble.TIMEOUT
        assert server.hung_up.wait(10)

    def test_stopping_hangs_up_even_while_nothing_comes(self, real, server):
        until_stopped(real.saying(Script("one two", pause=60)))

        assert server.hung_up.wait(10)

    def test_nobody_reading_on_hangs_up_too_and_is_paid_for(self, real, server):
        usages = []
        with closing(real.saying(Script("one two", pause=60)).write(PROMPT, going, usages.append)) as pieces:
            next(pieces)

        assert server.hung_up.wait(10)
        assert len(usages) == 1
        assert usages[0].read > 0

    def test_a_server_that_is_not_there_is_unreachable(self, real):
        writer = real.saying(Script("x"), url="http://127.0.0.1:9")

        assert failure(lambda: text(writer)).kind is Trouble.UNREACHABLE

    def test_an_end_without_a_reason_counts_as_cut_off(self, real):
        assert failure(lambda: text(real.saying(Script("one two", finish="")))).kind is Trouble.CUT_OFF

    def test_an_answer_cut_at_its_length_is_text_all_the_same(self, real):
        finish = "length" if real.kind == "openai" else "max_tokens"

        assert text(real.saying(Script("one two", finish=finish))) == "one two"

    def test_only_so_many_calls_run_at_a_time(self, real, server):
        writer = real.saying(Script("one two", hold=0.1), at_once=2)
        threads = [threading.Thread(target=text, args=(writer,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(server.requests) == 6
        assert server.busiest <= 2

    def test_waiting_for_a_place_ends_in_a_problem_rather_than_never(self, real):
        writer = real.saying(Script("one two", pause=60), at_once=1, silence=0.3)
        with closing(writer.write(PROMPT, going, lambda _: None)) as first:
            next(first)

            assert failure(lambda: text(writer)).kind is Trouble.BUSY

    def test_instructions_and_data_are_sent_apart_with_the_key_and_a_limit(self, real, server):
        text(real.saying(Script("x"), most_tokens=321))
        request = server.requests[0]
        body, headers = request["body"], {name.lower(): value for name, value in request["headers"].items()}

        assert 321 in (body.get("max_tokens"), body.get("max_completion_tokens"))
        assert KEY in (headers.get("x-api-key"), headers.get("authorization", "").removeprefix("Bearer "))
        system = body.get("system") or body["messages"][0]["content"]
        assert system == PROMPT.system
        assert body["messages"][-1] == {"role": "user", "content": PROMPT.text}
        assert "tools" not in body


def test_a_server_of_ones_own_needs_no_key(server):
    assert text(model(server, "openai", key="")) == "Hello."


def test_a_model_that_cannot_even_be_made_is_a_problem_of_its_settings():
    unmade = providers.Provider("here", "types", "FunctionType", lambda _: {"globals": {}})
    problem = failure(lambda: text(ChatModel(ModelSettings("here:tiny"), {"here": unmade})))

    assert problem.kind is Trouble.KEY
    assert problem.for_log.startswith("TypeError")


@pytest.mark.parametrize("provider", ["bedrock", "ollama"])
def test_a_provider_that_is_not_installed_says_what_to_install(provider):
    absent = {**providers.PROVIDERS}[provider]
    problem = absent.missing(ModuleNotFoundError("gone", name=absent.module))

    assert problem == f"{absent.module} is not installed: run `pip install lensbot[{provider}]`"


def test_an_extra_that_is_missing_is_one_problem_when_the_model_is_first_used():
    writer = ChatModel(
        ModelSettings("elsewhere:tiny"),
        {"elsewhere": providers.Provider("elsewhere", "langchain_elsewhere", "Chat", lambda _: {})},
    )

    problem = failure(lambda: text(writer))

    assert problem.kind is Trouble.MISSING
    assert "pip install lensbot[elsewhere]" in problem.for_log


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"model": "tiny"}, "provider:model"),
        ({"model": "acme:tiny"}, "openai, anthropic, bedrock, ollama"),
        ({"model": "openai:"}, "provider:model"),
        ({"model": "openai:tiny", "url": "localhost:8000"}, "http://localhost:8000/v1"),
        ({"model": "openai:tiny", "at_once": 0}, "above 0"),
    ],
)
def test_settings_that_cannot_work_say_so(settings, part):
    problems = ModelSettings(**settings).problems()

    assert len(problems) == 1
    assert part in problems[0]


def test_settings_that_can_work_have_no_problems():
    assert ModelSettings("anthropic:claude-sonnet-4-5").problems() == ()

"""Whether Slack takes our tokens, grants what the manifest asks for, and would show everything we say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot import specimens
from bot.checks import Result
from bot.settings import Settings
from bot.slack import manifest, render
from bot.slack.clients import Clients
from lens_corpus.model import Lens

GUIDE = "deploy/INSTALL.md says where to find it"
BOT_TOKEN, APP_TOKEN = "slack bot token", "slack app token"
SCOPES, CARDS = "slack scopes", "slack cards"

_AGAIN = "install the app again in the workspace, and copy the new token"
_REMEDIES: Mapping[str, str] = {
    "invalid_auth": f"Slack does not know this token: copy it anew; {GUIDE}",
    "not_authed": f"Slack does not know this token: copy it anew; {GUIDE}",
    "not_allowed_token_type": f"this is a token of another kind; {GUIDE}",
    "token_revoked": f"it was revoked: {_AGAIN}",
    "token_expired": f"it has expired: switch token rotation off for the app, {_AGAIN}",
    "account_inactive": f"the app was removed from the workspace: {_AGAIN}",
    "missing_scope": "an app-level token needs the scope connections:write: generate a new one with it",
    "ratelimited": "Slack asks to slow down: try again in a minute",
}


class Trouble(Exception):
    """A call that Slack refused or never got; `remedy` says what to do, `errors` what is wrong with blocks."""

    def __init__(self, error: str, remedy: str, errors: list[Any] | None = None) -> None:
        super().__init__(error)
        self.error, self.remedy, self.errors = error, remedy, errors


def slack(settings: Settings, lens: Lens | None) -> Iterator[Result]:
    """Look at everything that Slack can tell about this app. Without a lens, what we say is not shown to it."""
    if not (settings.slack_bot_token or settings.slack_app_token or settings.slack_signing_secret):
        yield Result("slack", "not set up, so not looked at; deploy/INSTALL.md leads there", skipped=True)
        return
    for name in settings.missing_for_slack:
        yield Result("slack", f"{name} is not set", GUIDE, failed=True)
    clients = Clients(settings.slack_bot_token, settings.slack_api_url)
    if settings.slack_bot_token:
        yield from _bot_token(settings, clients, lens)
    if settings.slack_mode == "socket" and settings.slack_app_token:
        yield app_token(settings, clients)


def answers(settings: Settings) -> Result:
    """Only whether Slack takes the bot token."""
    clients = Clients(settings.slack_bot_token, settings.slack_api_url)
    try:
        return Result(BOT_TOKEN, _welcome(asked(clients.quick.auth_test)))
    except Trouble as trouble:
        return _failed(BOT_TOKEN, trouble)


def app_token(settings: Settings, clients: Clients) -> Result:
    """Whether a connection would be opened, and for the app whose bot token we have."""
    try:
        asked(lambda: clients.patient.apps_connections_open(app_token=settings.slack_app_token))
        theirs, ours = _app_of_token(settings, clients), _app_of_bot(clients)
    except Trouble as trouble:
        return _failed(APP_TOKEN, trouble)
    if theirs and ours and theirs != ours:
        found = f"belongs to the app {theirs}, the bot token to {ours}"
        return Result(APP_TOKEN, found, f"take both tokens from one app; {GUIDE}", failed=True)
    return Result(APP_TOKEN, "a connection can be opened")


def asked(call: Callable[[], SlackResponse]) -> SlackResponse:
    """Call Slack; Trouble when it refuses or can't be reached."""
    try:
        return call()
    except SlackApiError as problem:
        error = _error(problem)
        remedy = _REMEDIES.get(error, "the runbook says what can be done")
        raise Trouble(f"Slack answered {error}", remedy, problem.response.get("errors")) from problem
    except (SlackClientError, OSError, HTTPException) as problem:
        remedy = "check the network, HTTPS_PROXY and LENSBOT_SLACK_API_URL"
        raise Trouble(f"Slack can't be reached ({problem})", remedy) from problem


def _bot_token(settings: Settings, clients: Clients, lens: Lens | None) -> Iterator[Result]:
    try:
        told = asked(clients.patient.auth_test)
    except Trouble as trouble:
        yield _failed(BOT_TOKEN, trouble)
        return
    yield Result(BOT_TOKEN, _welcome(told))
    yield _scopes(settings, told)
    if lens is not None:
        yield _cards(clients, lens)


def _welcome(told: SlackResponse) -> str:
    return f"@{told.get('user')} in {told.get('team')}"


def _scopes(settings: Settings, told: SlackResponse) -> Result:
    listed = {name.lower(): value for name, value in told.headers.items()}.get("x-oauth-scopes")
    if listed is None:
        return Result(SCOPES, "Slack did not say which there are", skipped=True)
    granted = {each.strip() for each in str(listed).split(",")}
    missing = [scope for scope in manifest.SCOPES if scope not in granted]
    if not missing:
        return Result(SCOPES, f"all {len(manifest.SCOPES)} of the manifest")
    remedy = (
        f"put deploy/slack-manifest.{settings.slack_mode}.json under “App Manifest” on the app's pages, "
        "then “Install App” > “Reinstall to Workspace”"
    )
    return Result(SCOPES, f"missing {', '.join(missing)}", remedy, failed=True)


def _cards(clients: Clients, lens: Lens) -> Result:
    """Have everything that we can say checked by Slack. Messages have plainer forms to fall back on, modals don't."""
    said = [(card, {"blocks": render.message(card).blocks}) for card in specimens.cards(lens)]
    shown = [(sheet, {"view": render.view(sheet)}) for sheet in specimens.sheets(lens)]
    try:
        refused = [*_refused(clients, said), *(broken := list(_refused(clients, shown)))]
    except Trouble as trouble:
        return Result(CARDS, f"not checked: {trouble.error}", skipped=True)
    if refused:
        remedy = "report this with the line above: this workspace's Slack differs from the one that Lensbot knows"
        return Result(CARDS, "; ".join(refused), remedy, failed=bool(broken))
    return Result(CARDS, f"all {len(said) + len(shown)} accepted")


def _refused(clients: Clients, made: list[tuple[Any, dict[str, Any]]]) -> Iterator[str]:
    for thing, body in made:
        try:
            told = asked(lambda body=body: clients.patient.api_call("blocks.validate", json=body))  # type: ignore[misc]
            errors = told.get("errors")
        except Trouble as trouble:
            errors = trouble.errors
            if not errors:
                raise
        if errors:
            yield f"{type(thing).__name__} is refused: {_first(errors)}"


def _first(errors: list[Any]) -> str:
    first = errors[0]
    return f"{first.get('message')} at {first.get('pointer')}" if isinstance(first, dict) else str(first)


def _error(problem: SlackApiError) -> str:
    return str(problem.response.get("error") or f"status {problem.response.status_code}")


def _app_of_token(settings: Settings, clients: Clients) -> str:
    return str(asked(lambda: clients.patient.auth_test(token=settings.slack_app_token)).get("app_id") or "")


def _app_of_bot(clients: Clients) -> str:
    """The app that the bot token belongs to; empty where we may not know or the token is wrong."""
    try:
        bot_id = asked(clients.patient.auth_test).get("bot_id")
        return str(asked(lambda: clients.patient.bots_info(bot=bot_id))["bot"].get("app_id") or "")
    except Trouble:
        return ""


def _failed(name: str, trouble: Trouble) -> Result:
    return Result(name, trouble.error, trouble.remedy, failed=True)

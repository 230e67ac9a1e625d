"""Installing by OAuth, rotating tokens, removing and installing again, with Bolt's own stores."""

import http.client
import re
import urllib.parse
import urllib.request

import pytest
from slack_bolt import App
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore

from tests.playground.running import QUIET, client_of, eventually, manifest, over_http, refusal

HTTP = {"socket_mode_enabled": False}
SCOPES = ["app_mentions:read", "chat:write"]


def visit(url, cookie=None):
    """One GET without following redirects: status, headers, text."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}", headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.getheaders()), text


def code_from(slack, **more):
    """Press Allow; gives the code and the redirect it came with."""
    asked = {"client_id": slack.client_id, "scope": ",".join(SCOPES), "state": "s", "allow": "1", **more}
    _, headers, _ = visit(f"{slack.authorize_url}?{urllib.parse.urlencode(asked)}")
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(headers["location"]).query)
    return query["code"][0], query["state"][0]


@pytest.fixture
def rotating(slack, control):
    control.post("reset", manifest=manifest(token_rotation_enabled=True))
    return slack


def exchange(slack, **given):
    client = WebClient(base_url=slack.api_url, logger=QUIET)
    return client.oauth_v2_access(client_id=slack.client_id, client_secret=slack.client_secret, **given)


def test_a_code_becomes_a_token_with_the_scopes_that_were_allowed(slack):
    code, state = code_from(slack)
    answer = exchange(slack, code=code)

    assert state == "s"
    assert (answer["token_type"], answer["scope"]) == ("bot", "app_mentions:read,chat:write")
    assert (answer["bot_user_id"], answer["app_id"]) == ("U000000003", "A000000001")
    assert answer["team"] == {"id": "T000000001", "name": "Harbour Analytics"}
    assert (answer["enterprise"], answer["is_enterprise_install"]) == (None, False)
    assert answer["authed_user"] == {"id": "U000000001"}
    assert "refresh_token" not in answer.data
    client = client_of(slack, answer["access_token"])
    assert client.chat_postMessage(channel="#general", text="hi")["ok"]
    assert refusal(client.users_list) == "missing_scope"


def test_a_code_is_good_once_and_for_ten_minutes(slack, control):
    code, _ = code_from(slack)
    exchange(slack, code=code)
    assert refusal(exchange, slack, code=code) == "code_already_used"

    old, _ = code_from(slack)
    control.advance(601)

    assert refusal(exchange, slack, code=old) == "code_expired"
    assert refusal(exchange, slack, code="made.up") == "invalid_code"


def test_client_secret_redirect_and_grant_have_to_be_right(slack):
    code, _ = code_from(slack)
    wrong = WebClient(base_url=slack.api_url, logger=QUIET).oauth_v2_access

    assert refusal(wrong, client_id="9.9", client_secret=slack.client_secret, code=code) == "invalid_client_id"
    assert refusal(wrong, client_id=slack.client_id, client_secret="no", code=code) == "bad_client_secret"
    assert refusal(exchange, slack, code=code, redirect_uri="http://elsewhere.example") == "bad_redirect_uri"
    assert refusal(exchange, slack, grant_type="password") == "invalid_grant_type"
    assert exchange(slack, code=code)["ok"]


def test_the_consent_page_shows_what_is_asked_and_both_ways_out(slack):
    query = urllib.parse.urlencode({"client_id": slack.client_id, "scope": "chat:write", "state": "s"})
    status, _, page = visit(f"{slack.authorize_url}?{query}")

    assert status == 200
    assert "Lensbot is requesting permission to access Harbour Analytics" in page
    assert "<li>chat:write</li>" in page
    assert "allow=1" in page
    _, headers, _ = visit(f"{slack.authorize_url}?{query}&deny=1")
    assert "error=access_denied" in headers["location"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"client_id": "9.9"}, "invalid_client_id"),
        ({"scope": "chat:write,admin"}, "invalid_scope: admin"),
        ({"redirect_uri": "http://elsewhere.example"}, "bad_redirect_uri"),
    ],
)
def test_a_wrong_request_for_consent_is_shown_as_such(slack, given, words):
    asked = {"client_id": slack.client_id, "scope": "chat:write", "allow": "1", **given}
    status, _, page = visit(f"{slack.authorize_url}?{urllib.parse.urlencode(asked)}")

    assert status == 400
    assert words in page


def test_rotation_gives_tokens_of_twelve_hours_and_a_refresh_token_for_one_use(rotating, control):
    code, _ = code_from(rotating)
    first = exchange(rotating, code=code)
    second = exchange(rotating, grant_type="refresh_token", refresh_token=first["refresh_token"])

    assert first["access_token"].startswith("xoxe.xoxb-1-")
    assert first["expires_in"] == 43_200
    assert second["access_token"] != first["access_token"]
    given = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    assert refusal(exchange, rotating, **given) == "invalid_refresh_token"
    control.advance(43_199)
    assert client_of(rotating, second["access_token"]).auth_test()["ok"]
    control.advance(2)
    assert refusal(client_of(rotating, second["access_token"]).auth_test) == "token_expired"


def oauth_app(slack, folder):
    store = FileInstallationStore(base_dir=str(folder / "installations"), client_id=slack.client_id)
    settings = OAuthSettings(
        client_id=slack.client_id,
        client_secret=slack.client_secret,
        scopes=SCOPES,
        authorization_url=slack.authorize_url,
        installation_store=store,
        state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(folder / "states")),
        state_cookie_name="state",
    )
    client = WebClient(base_url=slack.api_url, logger=QUIET)
    app = App(
        client=client,
        signing_secret=slack.signing_secret,
        installation_store=store,
        oauth_settings=settings,
        logger=QUIET,
    )
    return app, store


def install_by_bolt(address):
    """Walk the whole way: Bolt's install page, our consent page, Bolt's redirect page."""
    base = address.removesuffix("/slack/events")
    _, headers, page = visit(f"{base}/slack/install")
    cookie = next(value for name, value in headers.items() if name.lower() == "set-cookie").split(";")[0]
    consent = re.search(r'href="([^"]+authorize[^"]+)"', page).group(1).replace("&amp;", "&")
    redirect = {"redirect_uri": f"{base}/slack/oauth_redirect"}
    _, headers, _ = visit(f"{consent}&allow=1&{urllib.parse.urlencode(redirect)}")
    return visit(headers["location"], cookie)


@pytest.mark.parametrize("rotation", [False, True])
def test_bolt_installs_itself_answers_and_rotates(slack, control, tmp_path, rotation):
    settings = {**HTTP, "token_rotation_enabled": rotation}
    # One event only: two at once would both refresh with the same token, and Bolt does not keep them apart.
    made = manifest(without_events=["message.channels"], **settings)
    made["oauth_config"]["redirect_urls"] = ["http://127.0.0.1"]
    control.post("reset", manifest=made)
    app, store = oauth_app(slack, tmp_path)

    @app.event("app_mention")
    def mentioned(say):
        say("installed")

    with over_http(slack, app) as address:
        status, _, page = install_by_bolt(address)
        assert status == 200, page
        if rotation:
            stored = store.find_bot(enterprise_id=None, team_id="T000000001")
            expire_soon(store, stored)
        control.mention("ana", "general", "hi")
        eventually(lambda: "installed" in [message["text"] for message in control.messages("ana", "general")])

    if rotation:
        renewed = store.find_bot(enterprise_id=None, team_id="T000000001")
        assert renewed.bot_token != stored.bot_token


def expire_soon(store, bot):
    installation = store.find_installation(enterprise_id=None, team_id=bot.team_id)
    installation.bot_token_expires_at = 1
    store.save(installation)


def test_a_stand_in_can_begin_without_the_app():
    from bot.playground.embedded import playground
    from tests.playground.running import MANIFEST

    with playground(MANIFEST, seed="bare", installed=False) as slack:
        assert slack.control.get("app")["bot_token"] is None
        assert slack.control.message("ana", "general", "anyone?")["events"] == []
        code, _ = code_from(slack)
        token = exchange(slack, code=code)["access_token"]

        assert slack.bot_token == token
        assert slack.control.view("ana")["app"]["installed"] is True


def test_removing_and_installing_again_gives_another_token(slack, control, web):
    old = slack.bot_token
    control.post("uninstall")
    assert refusal(web.auth_test) == "account_inactive"
    assert control.get("app")["bot_token"] is None
    assert "U000000003" not in control.view("ana")["channels"][0]["members"]

    new = control.post("install")["bot_token"]

    assert new != old
    assert client_of(slack, new).auth_test()["ok"]

"""Rasa and the action server are closed to everybody who does not know the secret."""

import httpx
import pytest

from tests.stack import Stack

REFUSED = httpx.codes.UNAUTHORIZED
STRANGER = "stranger"
TURN = {"sender": STRANGER, "message": "hello", "turn_id": "t-1", "metadata": {}}
HEADER = "X-Jieyou-Secret"
WRONG = ["", "wrong", "${JIEYOU_RASA_TOKEN}"]
RASA_API = [
    ("GET", f"/conversations/{STRANGER}/tracker"),
    ("POST", f"/conversations/{STRANGER}/messages"),
    ("POST", f"/conversations/{STRANGER}/tracker/events"),
    ("POST", f"/conversations/{STRANGER}/execute"),
    ("POST", "/model/parse"),
    ("PUT", "/model"),
    ("DELETE", "/model"),
    ("GET", "/domain"),
    ("GET", "/status"),
    ("GET", "/version"),
    ("GET", "/"),
]


def send(method: str, url: str, **options: object) -> httpx.Response:
    with httpx.Client(trust_env=False, timeout=20.0) as client:
        return client.request(method, url, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("secret", [None, *WRONG])
def test_rasas_channel_refuses_a_turn(secret: str | None, sqlite_stack: Stack) -> None:
    url = f"{sqlite_stack.settings.rasa_url}/webhooks/gateway/webhook"
    headers = {} if secret is None else {HEADER: secret}
    answer = send("POST", url, json=TURN, headers=headers)
    assert (answer.status_code, answer.json()) == (REFUSED, {"status": "refused"})
    # The API's token is no way in, either.
    token = {"token": sqlite_stack.settings.rasa_token}
    assert send("POST", url, json=TURN, headers=headers, params=token).status_code == REFUSED
    assert sqlite_stack.slots(STRANGER)["language"] is None


@pytest.mark.parametrize("channel", ["rest", "socketio", "callback"])
def test_rasa_has_no_other_channel(channel: str, sqlite_stack: Stack) -> None:
    url = f"{sqlite_stack.settings.rasa_url}/webhooks/{channel}/webhook"
    assert send("POST", url, json=TURN).status_code == httpx.codes.NOT_FOUND


@pytest.mark.parametrize(("method", "path"), RASA_API)
def test_rasas_api_refuses_whoever_has_no_token(
    method: str, path: str, sqlite_stack: Stack
) -> None:
    url = sqlite_stack.settings.rasa_url + path
    body = {"text": "hello", "sender": "user", "parse_data": {}}
    for params in ({}, *({"token": secret} for secret in WRONG)):
        answer = send(method, url, params=params, json=None if method == "GET" else body)
        assert answer.status_code == REFUSED, params


@pytest.mark.parametrize("secret", [None, *WRONG])
def test_the_action_server_refuses_a_call(secret: str | None, sqlite_stack: Stack) -> None:
    url = sqlite_stack.settings.actions_url
    call = {"next_action": "action_file_case", "sender_id": STRANGER, "tracker": {}}
    headers = {} if secret is None else {HEADER: secret}
    answer = send("POST", f"{url}/webhook", json=call, headers=headers)
    assert (answer.status_code, answer.json()) == (REFUSED, {"error": "refused"})
    assert sqlite_stack.cases(STRANGER) == []
    assert send("GET", f"{url}/health").status_code == httpx.codes.OK


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}])
def test_the_desk_refuses_a_client_without_its_token(
    header: dict[str, str], sqlite_stack: Stack
) -> None:
    for method, path in (
        ("POST", "/webhooks/rest/webhook"),
        ("GET", "/api/v1/cases"),
        ("GET", f"/api/v1/conversations/{STRANGER}/messages"),
    ):
        body = {"sender": STRANGER, "message": "hello"} if method == "POST" else None
        answer = send(method, sqlite_stack.url + path, json=body, headers=header)
        assert answer.status_code == REFUSED
    assert sqlite_stack.messages(STRANGER) == []

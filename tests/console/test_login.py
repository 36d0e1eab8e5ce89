"""Logging in and out over HTTP."""

from bot.console.views import ATTEMPTS_PER_ADDRESS, ATTEMPTS_PER_NAME
from bot.store import agents
from tests.console.people import PASSWORD, Desk


def log_in(client, name, password=PASSWORD, **options):
    return client.post("/console/login", data={"name": name, "password": password}, **options)


def test_the_right_password_opens_the_queue(desk: Desk):
    desk.agent("Ada")
    client = desk.browser()
    response = log_in(client, "Ada")
    assert (response.status_code, response.headers["location"]) == (303, "/console")
    assert "Ada" in client.get("/console").text


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(desk: Desk):
    desk.agent("Ada")
    cookie = log_in(desk.browser(), "Ada").headers["set-cookie"]
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/console", "max-age=43200"} <= attributes
    assert "secure" not in attributes


def test_the_database_does_not_know_the_token(desk: Desk):
    desk.agent("Ada")
    client = desk.browser()
    log_in(client, "Ada")
    token = client.cookies["notouch_agent"]
    with desk.database.read() as tx:
        assert agents.logged_in(tx, token) is None


def test_wrong_password_unknown_name_and_disabled_agent_read_the_same(desk: Desk):
    desk.agent("Ada")
    bob = desk.agent("Bob")
    with desk.database.write() as tx:
        agents.disable(tx, bob.id)
    tries = {"Ada": "not the password", "Nobody": PASSWORD, "Bob": PASSWORD}
    wrong = {name: log_in(desk.browser(), name, password) for name, password in tries.items()}
    assert [response.status_code for response in wrong.values()] == [401] * 3
    assert len({response.text.replace(name, "") for name, response in wrong.items()}) == 1


def test_a_name_full_of_nonsense_is_just_wrong(desk: Desk):
    response = log_in(desk.browser(), "\x00'<script>alert(1)</script>")
    assert response.status_code == 401
    assert "<script>alert" not in response.text


def attempts_until_refused(client, names) -> int:
    for count, name in enumerate(names):
        status = log_in(client, name, "guess").status_code
        if status == 429:
            return count
        assert status == 401
    raise AssertionError("never refused")


def test_attempts_on_one_name_are_limited(desk: Desk):
    desk.agent("Ada")
    client = desk.browser()
    assert attempts_until_refused(client, ["Ada"] * 3 * ATTEMPTS_PER_NAME) >= ATTEMPTS_PER_NAME
    assert log_in(client, "Ada").status_code == 429


def test_attempts_from_one_address_are_limited(desk: Desk):
    names = [f"name {number}" for number in range(3 * ATTEMPTS_PER_ADDRESS)]
    assert attempts_until_refused(desk.browser(), names) >= ATTEMPTS_PER_ADDRESS


def test_another_site_cannot_log_somebody_in(desk: Desk):
    desk.agent("Ada")
    assert log_in(desk.browser(), "Ada", headers={"Origin": "https://evil.example"}).status_code == 403
    assert log_in(desk.browser(), "Ada", headers={"Origin": "null"}).status_code == 403
    assert log_in(desk.browser(), "Ada", headers={"Origin": "http://testserver"}).status_code == 303


def test_log_out_ends_the_session_on_the_server(desk: Desk):
    browser = desk.signed_in("Ada")
    token = browser.client.cookies["notouch_agent"]
    assert browser.post("logout").headers["location"] == "/console/login"
    thief = desk.browser()
    thief.cookies.set("notouch_agent", token, path="/console")
    assert thief.get("/console").headers["location"] == "/console/login"


def test_a_disabled_agent_is_out_at_once(desk: Desk):
    browser = desk.signed_in("Ada")
    with desk.database.write() as tx:
        ada = agents.find(tx, "Ada")
        assert ada is not None
        agents.disable(tx, ada.id)
    assert browser.client.get("/console").headers["location"] == "/console/login"

"""Logging in and out over HTTP."""

from bot.staff.views import ATTEMPTS_PER_ADDRESS, ATTEMPTS_PER_NAME
from bot.store.staff import agents
from tests.staff.people import PASSWORD, Staff

LOGGED_OUT = "/login?next=/console"


def log_in(client, name, password=PASSWORD, **options):
    return client.post("/login", data={"name": name, "password": password}, **options)


def test_the_right_password_opens_the_queue(staff: Staff):
    staff.agent("Ada")
    client = staff.browser()
    response = log_in(client, "Ada")
    assert (response.status_code, response.headers["location"]) == (303, "/console")
    assert "Ada" in client.get("/console").text


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(staff: Staff):
    staff.agent("Ada")
    cookie = log_in(staff.browser(), "Ada").headers["set-cookie"]
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/", "max-age=43200"} <= attributes
    assert "secure" not in attributes


def test_the_database_does_not_know_the_token(staff: Staff):
    staff.agent("Ada")
    client = staff.browser()
    log_in(client, "Ada")
    token = client.cookies["notouch_staff"]
    with staff.database.read() as tx:
        assert agents.logged_in(tx, token) is None


def test_wrong_password_unknown_name_and_disabled_agent_read_the_same(staff: Staff):
    staff.agent("Ada")
    staff.agent("Bob")
    staff.disable("Bob")
    tries = {"Ada": "not the password", "Nobody": PASSWORD, "Bob": PASSWORD}
    wrong = {name: log_in(staff.browser(), name, password) for name, password in tries.items()}
    assert [response.status_code for response in wrong.values()] == [401] * 3
    assert len({response.text.replace(name, "") for name, response in wrong.items()}) == 1


def test_a_name_full_of_nonsense_is_just_wrong(staff: Staff):
    response = log_in(staff.browser(), "\x00'<script>alert(1)</script>")
    assert response.status_code == 401
    assert "<script>alert" not in response.text


def attempts_until_refused(client, names) -> int:
    for count, name in enumerate(names):
        status = log_in(client, name, "guess").status_code
        if status == 429:
            return count
        assert status == 401
    raise AssertionError("never refused")


def test_attempts_on_one_name_are_limited(staff: Staff):
    staff.agent("Ada")
    client = staff.browser()
    assert attempts_until_refused(client, ["Ada"] * 3 * ATTEMPTS_PER_NAME) >= ATTEMPTS_PER_NAME
    assert log_in(client, "Ada").status_code == 429


def test_attempts_from_one_address_are_limited(staff: Staff):
    names = [f"name {number}" for number in range(3 * ATTEMPTS_PER_ADDRESS)]
    assert attempts_until_refused(staff.browser(), names) >= ATTEMPTS_PER_ADDRESS


def test_another_site_cannot_log_somebody_in(staff: Staff):
    staff.agent("Ada")
    assert log_in(staff.browser(), "Ada", headers={"Origin": "https://evil.example"}).status_code == 403
    assert log_in(staff.browser(), "Ada", headers={"Origin": "null"}).status_code == 403
    assert log_in(staff.browser(), "Ada", headers={"Origin": "http://testserver"}).status_code == 303


def test_log_out_ends_the_session_on_the_server(staff: Staff):
    browser = staff.signed_in("Ada")
    token = browser.client.cookies["notouch_staff"]
    assert browser.send("/logout").headers["location"] == "/login"
    thief = staff.browser()
    thief.cookies.set("notouch_staff", token)
    assert thief.get("/console").headers["location"] == LOGGED_OUT


def test_a_disabled_agent_is_out_at_once(staff: Staff):
    browser = staff.signed_in("Ada")
    staff.disable("Ada")
    assert browser.client.get("/console").headers["location"] == LOGGED_OUT

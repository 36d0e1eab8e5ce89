"""Which role opens which place, by address and by htmx, and that changes count at once."""

import re

import pytest
from fastapi.routing import APIRoute

from bot.staff.rights import Role
from bot.store.staff import agents
from tests.staff.people import PASSWORD, Staff, password_hash

CONSOLE, ASK, ANALYTICS = "/console", "/console/ask", "/analytics"
TRANSCRIPT, SETTINGS = "/analytics/transcript", "/analytics/settings"
OPEN = {
    Role.AGENT: {CONSOLE, ASK},
    Role.SUPERVISOR: {CONSOLE, ASK, ANALYTICS, TRANSCRIPT},
    Role.ANALYST: {ANALYTICS},
    Role.ADMIN: {CONSOLE, ASK, ANALYTICS, TRANSCRIPT, SETTINGS},
}
EVERYWHERE = sorted(OPEN[Role.ADMIN])


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_places_and_no_other(staff: Staff, role: Role) -> None:
    client = staff.signed_in("Ada", role).client
    statuses = {path: client.get(path).status_code for path in EVERYWHERE}
    assert statuses == {path: 200 if path in OPEN[role] else 403 for path in EVERYWHERE}


@pytest.mark.parametrize("role", Role)
def test_the_header_leads_only_where_the_person_may_go(staff: Staff, role: Role) -> None:
    browser = staff.signed_in("Ada", role)
    places = re.findall(r'class="place" href="([^"]+)"', browser.page())
    assert places == [path for path in (CONSOLE, ASK, ANALYTICS) if path in OPEN[role]]
    assert browser.home == places[0]


def test_the_place_one_is_in_is_marked(staff: Staff) -> None:
    browser = staff.signed_in("Ada", Role.ADMIN)
    marked = {path: re.findall(r'href="([^"]+)" aria-current="(\w+)"', browser.page(path)) for path in EVERYWHERE}
    assert marked == {
        CONSOLE: [(CONSOLE, "page")],
        ASK: [(ASK, "page")],
        ANALYTICS: [(ANALYTICS, "page")],
        TRANSCRIPT: [(ANALYTICS, "true")],
        SETTINGS: [(ANALYTICS, "true")],
    }


def test_no_page_and_no_act_of_the_console_is_for_analysts(staff: Staff) -> None:
    browser = staff.signed_in("Ada", Role.ANALYST, reads_transcripts=True)
    routes = [r for r in staff.app.routes if isinstance(r, APIRoute) and r.path.startswith(f"{CONSOLE}/")]
    acts = {(m, r.path.format(conversation_id=1, message_id=1)) for r in routes for m in r.methods}
    acts -= {("GET", "/console/login")}
    assert len(acts) >= 9
    csrf = browser.csrf
    for method, path in acts:
        answer = browser.client.request(method, path, headers={"X-CSRF-Token": csrf})
        assert (answer.status_code, "does not include the console" in answer.text) == (403, True), path


def test_the_right_to_transcripts_is_given_beside_the_role(staff: Staff) -> None:
    client = staff.signed_in("Ada", Role.ANALYST, reads_transcripts=True).client
    assert [client.get(path).status_code for path in (TRANSCRIPT, SETTINGS, CONSOLE)] == [200, 403, 403]


def test_a_refusal_says_who_can_help_and_leads_back(staff: Staff) -> None:
    page = staff.signed_in("Ada", Role.ANALYST).client.get(TRANSCRIPT).text
    assert "You are signed in as analyst, which does not include reading transcripts. Ask an admin" in page
    assert 'href="/analytics"' in page


def test_htmx_is_refused_in_the_page_it_is_on(staff: Staff) -> None:
    answer = staff.signed_in("Ada").client.get(ANALYTICS, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-retarget"]) == (403, "#notice")
    assert answer.text.startswith("You are signed in as agent, which does not include analytics.")


def test_a_changed_role_counts_from_the_next_request_on(staff: Staff) -> None:
    client = staff.signed_in("Ada").client
    for role in (Role.ANALYST, Role.ADMIN, Role.AGENT):
        staff.becomes("Ada", role)
        assert {path for path in EVERYWHERE if client.get(path).status_code == 200} == OPEN[role]
    staff.becomes("Ada", Role.ANALYST, reads_transcripts=True)
    assert client.get(TRANSCRIPT).status_code == 200
    staff.becomes("Ada", Role.ANALYST, reads_transcripts=False)
    assert client.get(TRANSCRIPT).status_code == 403


def test_a_role_that_is_not_known_opens_nothing(staff: Staff) -> None:
    with staff.database.write() as tx:
        agents.add(tx, "Eve", password_hash(), "superuser")
    client = staff.browser()
    assert client.post("/login", data={"name": "Eve", "password": PASSWORD}).headers["location"] == "/login"
    assert [client.get(path).status_code for path in EVERYWHERE] == [403] * len(EVERYWHERE)


def test_agents_from_before_roles_stay_agents(staff: Staff) -> None:
    with staff.database.write() as tx:
        agents.add(tx, "Ada", password_hash())
    ada = staff.find("Ada")
    assert (ada.role, ada.reads_transcripts) == (Role.AGENT, False)

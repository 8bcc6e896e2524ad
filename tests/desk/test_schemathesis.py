"""The whole API against its own document: odd requests by a fixed seed, no 5xx, and every answer as the document says."""

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies
from schemathesis import APIOperation, Case, GenerationMode, checks, openapi
from schemathesis.specs.openapi import checks as document_checks

from desk import people
from desk.api.openapi import document
from desk.app import OPERATIONS
from desk.sessions import COOKIE
from tests.desk.test_uploads import picture

EXAMPLES, OF_AGENTS = 20, 8  # requests for each operation and mode: of the chat, which faces strangers, and of people signed in
CHECKS = [
    checks.not_a_server_error, document_checks.status_code_conformance, document_checks.content_type_conformance,
    document_checks.response_schema_conformance,
]  # fmt: skip
SCHEMA = openapi.from_dict(document(OPERATIONS))
OPEN_ENDS = ("/events", "/stream")  # a stream has no end to wait for; tests/desk/test_stream.py reads it
ALL = [each.ok() for each in SCHEMA.get_all_operations() if not each.ok().path.endswith(OPEN_ENDS)]
OF_CHAT = {each.path for each in OPERATIONS if not each.role}
PASSWORD = "long enough for a test"


def sent(case: Case, client, headers: dict[str, str]):
    """The request, byte for byte as `requests` would send it, to the application in this process."""
    asked = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    asked.headers.update(headers)
    given_headers = {name: value.encode("utf-8") if isinstance(value, str) else value for name, value in asked.headers.items()}
    return client.request(asked.method, asked.url, headers=given_headers, content=asked.body or b"")


@pytest.fixture
def insider(client, database) -> dict[str, str]:
    """The headers of an admin who is signed in."""
    with database.writing() as connection:
        people.add(connection, "aino", "Aino", "admin", ["care", "people"], PASSWORD)
    answer = client.post("/api/v1/session", json={"login": "aino", "password": PASSWORD})
    assert answer.status_code == 200
    return {"Cookie": f"{COOKIE}={answer.cookies[COOKIE]}", "X-CSRF-Token": answer.json()["csrf"]}


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.label)
def test_the_api_does_as_it_says(operation: APIOperation, mode: GenerationMode, client, visitor, insider):
    known = {"conversation": visitor.conversation, "file": visitor.send(picture()).json()["file"]}
    headers = insider | visitor.headers
    statuses, examples = set(), EXAMPLES if operation.path in OF_CHAT else OF_AGENTS

    @seed(4471)
    @settings(max_examples=examples, database=None, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(operation.as_strategy(generation_mode=mode), strategies.integers(0, 3))
    def one(case: Case, stranger: int) -> None:
        if stranger:  # three of four are let in, so that more than the door is tried
            case.path_parameters = {name: known.get(name, "1") for name in case.path_parameters or {}}
        client.cookies.clear()
        answer = sent(case, client, headers if stranger else {})
        statuses.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    one()
    assert statuses - {401, 403, 405} or operation.path.endswith("/session")  # it came past the door

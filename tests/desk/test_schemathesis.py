"""The whole API against its own document: odd requests by a fixed seed, no 5xx, and every answer as the document says."""

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies
from schemathesis import APIOperation, Case, GenerationMode, checks, openapi
from schemathesis.specs.openapi import checks as document_checks

from desk.api.openapi import document
from desk.app import OPERATIONS
from tests.desk.test_uploads import picture

EXAMPLES = 40
CHECKS = [
    checks.not_a_server_error, document_checks.status_code_conformance, document_checks.content_type_conformance,
    document_checks.response_schema_conformance,
]  # fmt: skip
SCHEMA = openapi.from_dict(document(OPERATIONS))
OPEN_END = "/events"  # a stream has no end to wait for; tests/desk/test_stream.py reads it
ALL = [each.ok() for each in SCHEMA.get_all_operations() if OPEN_END not in each.ok().path]


def sent(case: Case, client, headers: dict[str, str]):
    """The request, byte for byte as `requests` would send it, to the application in this process."""
    asked = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    asked.headers.update(headers)
    given_headers = {name: value.encode("utf-8") if isinstance(value, str) else value for name, value in asked.headers.items()}
    return client.request(asked.method, asked.url, headers=given_headers, content=asked.body or b"")


@pytest.mark.parametrize("address", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.label)
def test_the_api_does_as_it_says(operation: APIOperation, mode: GenerationMode, client, visitor):
    file = visitor.send(picture()).json()["file"]
    statuses = set()

    @seed(4471)
    @settings(max_examples=EXAMPLES, database=None, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(operation.as_strategy(generation_mode=mode), strategies.integers(0, 3))
    def one(case: Case, stranger: int) -> None:
        if stranger:  # three of four are the visitor's own, so that more than the door is tried
            case.path_parameters = {name: {"conversation": visitor.conversation, "file": file}[name] for name in case.path_parameters or {}}
        answer = sent(case, client, visitor.headers if stranger else {})
        statuses.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    one()
    assert statuses & {200, 201, 202, 204, 400, 415, 422}  # it came past the door

"""The document is OpenAPI 3.1, and its forms are the types that validate."""

import jsonschema
import msgspec
import pytest

from desk.api import forms, openapi
from desk.api.operations import Operation
from desk.app import OPERATIONS

DOCUMENT = openapi.document(OPERATIONS)
FORMS = [each.takes for each in OPERATIONS if each.takes]


def resolved(name: str) -> dict:
    return {**DOCUMENT["components"]["schemas"][name], "components": DOCUMENT["components"]}


def test_it_is_valid_openapi():
    import schemathesis

    assert DOCUMENT["openapi"] == "3.1.0"
    assert len(list(schemathesis.openapi.from_dict(DOCUMENT).get_all_operations())) == len(OPERATIONS)
    for schema in DOCUMENT["components"]["schemas"].values():
        jsonschema.Draft7Validator.check_schema(schema)


def test_every_reference_leads_somewhere():
    text = msgspec.json.encode(DOCUMENT).decode()
    for name in set(part.split('"')[0] for part in text.split("#/components/schemas/")[1:]):
        assert name in DOCUMENT["components"]["schemas"]


def test_every_operation_has_its_own_id_and_says_how_it_fails():
    ids = [told["operationId"] for methods in DOCUMENT["paths"].values() for told in methods.values()]
    assert len(ids) == len(set(ids)) == len(OPERATIONS)
    for methods in DOCUMENT["paths"].values():
        for told in methods.values():
            assert {"400", "401", "429", "503"} <= set(told["responses"])


BODIES = [
    {}, [], None, 1, "text", {"text": "hello"}, {"client_id": "12345678", "text": "hello"}, {"client_id": "12345678", "text": ""},
    {"client_id": "1234567", "text": "a"}, {"client_id": "1234 678", "text": "a"}, {"client_id": "12345678", "text": "a" * 2000},
    {"client_id": "12345678", "text": "a" * 2001}, {"client_id": "12345678", "text": "a", "more": 1}, {"typing": True}, {"typing": 1},
    {"language": "fi"}, {"language": "de"}, {"language": None}, {"audience": "employee"}, {"page": {"order": "1"}}, {"page": {"order": 1}},
    {"page": {"order": "1" * 201}}, {"page": {"more": ""}}, {"address": "a@example.com"}, {"address": "a"}, {"feeling": 1}, {"feeling": 0},
    {"feeling": 5, "text": "x"}, {"feeling": 6}, {"feeling": 1.5}, {"feeling": "1"}, {"feeling": True},
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_the_document_and_the_type_refuse_the_same(form):
    for body in BODIES:
        valid = jsonschema.Draft7Validator(resolved(form.__name__)).is_valid(body)
        try:
            msgspec.json.decode(msgspec.json.encode(body), type=form)
            taken = True
        except msgspec.ValidationError:
            taken = False
        assert valid == taken, (form, body)


def test_document_and_page_are_served(client):
    assert client.get("/api/v1/openapi.json").json() == DOCUMENT
    page = client.get("/api/v1/docs")
    assert page.headers["content-type"].startswith("text/html") and "NewMessage" not in page.text
    assert "/api/v1/conversations/{conversation}/messages" in page.text and "<script" not in page.text


def test_the_page_escapes(monkeypatch):
    odd = Operation("POST", "/x", "<script>alert(1)</script>", lambda call: (200, None), forms.Rating)
    assert "<script>" not in openapi.page(openapi.document([odd]))

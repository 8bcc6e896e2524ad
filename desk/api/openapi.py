"""The OpenAPI document, made from the operations and the types that validate, and its reference page."""

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from desk.api.forms import Failure
from desk.api.operations import Operation
from desk.sessions import COOKIE

STYLE = Path(__file__).parent / "reference.css"
TEMPLATE = "#/components/schemas/{name}"


def document(operations: Iterable[Operation]) -> dict[str, Any]:
    """OpenAPI 3.1 of these operations."""
    operations = list(operations)
    kinds = {kind for each in operations for kind in (each.takes, *each.gives.values()) if kind and issubclass(kind, msgspec.Struct)}
    _, schemas = msgspec.json.schema_components(sorted(kinds | {Failure}, key=lambda kind: kind.__name__), ref_template=TEMPLATE)
    paths: dict[str, Any] = {}
    for each in operations:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Heard", "version": "1", "description": "The API of the website chat and of the agents' desk."},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "visitor": {"type": "http", "scheme": "bearer", "description": "from POST /api/v1/visitors"},
                "person": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "from POST /api/v1/session; X-CSRF-Token too"},
            },
        },
    }


def _operation(each: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {"summary": each.summary, "operationId": f"{'agents_' if each.role else ''}{each.work.__name__}", "responses": _responses(each)}
    told["parameters"] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in re.findall(r"{(\w+)}", each.path)
    ] + [{"name": name, "in": "query", "schema": {"type": "string"}} for name in each.query]
    if each.takes:
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(each.takes)}}}
    elif each.method == "POST" and not each.role:
        told["requestBody"] = {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
    told["security"] = [{"person": []}] if each.role else [{"visitor": []}] if each.token else [{}, {"visitor": []}]
    return told


def _responses(each: Operation) -> dict[str, Any]:
    always = {400: Failure, 401: Failure, 413: Failure, 422: Failure, 429: Failure, 503: Failure}
    always |= {403: Failure} if each.role else {}
    return {str(status): _response(status, kind) for status, kind in sorted({**always, **each.gives}.items())}


def _response(status: int, kind: Any) -> dict[str, Any]:
    said = {200: "Done", 201: "Stored", 202: "Taken on", 204: "Done"}.get(status, "Refused, with one sentence that says why")
    if kind is None:
        return {"description": said}
    if issubclass(kind, msgspec.Struct):
        return {"description": said, "content": {"application/json": {"schema": _ref(kind)}}}
    if kind in (dict, list):
        return {"description": said, "content": {"application/json": {"schema": {"type": "object" if kind is dict else "array"}}}}
    return {"description": said, "content": {"*/*": {"schema": {"type": "string"}}}}


def _ref(kind: type) -> dict[str, str]:
    return {"$ref": TEMPLATE.format(name=kind.__name__)}


def page(told: dict[str, Any]) -> str:
    """The document as a page to read."""
    sections = [
        _section(method, path, each, told["components"]["schemas"]) for path, methods in told["paths"].items() for method, each in methods.items()
    ]
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    style = '<title>Heard API</title><link rel="stylesheet" href="/api/v1/docs.css">'
    return f"{head}{style}<h1>Heard API</h1><p><a href=\"/api/v1/openapi.json\">openapi.json</a></p>{''.join(sections)}</html>"


def _section(method: str, path: str, each: dict[str, Any], schemas: dict[str, Any]) -> str:
    body = each.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    fields = _fields(schemas[body.rpartition("/")[2]]) if body else ""
    answers = "".join(f"<li><b>{status}</b> {escape(told['description'])}</li>" for status, told in each["responses"].items())
    return f"<section><h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(each['summary'])}</p>{fields}<ul>{answers}</ul></section>"


def _fields(schema: dict[str, Any]) -> str:
    needed = schema.get("required", ())
    rows = [
        f"<tr><td><code>{name}</code></td><td>{'needed' if name in needed else 'optional'}</td><td><code>{escape(_kind(told))}</code></td></tr>"
        for name, told in schema.get("properties", {}).items()
    ]
    return f"<p>{escape(schema.get('description', ''))}</p><table>{''.join(rows)}</table>"


def _kind(told: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in told.items() if name != "description")

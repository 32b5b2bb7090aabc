"""Makes an OpenAPI document ready for schemathesis.

Adds what every server answers by itself and vendors hardly ever write down: that a request is not what the document
describes, comes from nobody, is for nothing that there is, or is in another media type. Says that whole numbers have 64
bits. Leaves out what schemathesis writes in ways of its own: forms with objects in them, and parameters that are forms."""

import json
import sys

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
FORM = "application/x-www-form-urlencoded"


def bound(schema):
    """Limits whole numbers, wherever they are."""
    if isinstance(schema, list):
        for item in schema:
            bound(item)
    elif isinstance(schema, dict):
        if schema.get("type") == "integer" and "format" not in schema:
            schema["format"] = "int64"
            schema.setdefault("minimum", -(2**63))
            schema.setdefault("maximum", 2**63 - 1)
        for item in schema.values():
            bound(item)


document = json.load(sys.stdin)
bound(document)
for path in document["paths"].values():
    for method, operation in path.items():
        if method not in METHODS:
            continue
        content = operation.get("requestBody", {}).get("content", {})
        if len(content) > 1:
            content.pop(FORM, None)
        parameters = operation.get("parameters", [])
        operation["parameters"] = [one for one in parameters if FORM not in one.get("content", {})]
        statuses = ["400", "401", "403", "404"] + (["415"] if content else [])
        for status in statuses:
            operation["responses"].setdefault(status, {"description": "The server refuses the request."})
json.dump(document, sys.stdout)

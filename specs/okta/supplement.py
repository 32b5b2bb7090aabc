#!/usr/bin/env python3
"""Writes supplement.yaml: what okta-management.lap leaves out or has wrong, from the facts about Okta's API.

    specs/okta/supplement.py FACTS GATEWRIGHT     FACTS holds okta.json and okta-full.json, GATEWRIGHT is the command

The facts know every operation with its security, and every schema with its members; the LAP file has the prose, the
defaults and the examples. The command tells what the LAP file alone says, so that only what differs is written. The
result depends on these inputs alone; a second run changes nothing.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
LAP = HERE / "okta-management.lap"
SCHEMAS = "#/components/schemas/"
WIDTH = 120

# Keywords of JSON Schema that the facts write as they are, by the types of which they say something.
LIMITS = {
    "string": ["pattern", "minLength", "maxLength"],
    "integer": ["minimum", "maximum", "multipleOf"],
    "number": ["minimum", "maximum", "multipleOf"],
    "array": ["minItems", "maxItems", "uniqueItems"],
}
# Tags that name one of what their operations are about; groups are called after all of them.
SINGULAR = """
ApiToken Application Authenticator AuthorizationServer Behavior CustomDomain Device DevicePostureCheck EmailCustomization
EmailDomain EmailServer EventHook Feature Group GroupOwner GroupPushMapping GroupRule HookKey IdentityProvider
IdentitySource InlineHook LinkedObject LogStream NetworkZone Policy PrincipalRateLimit ProfileMapping PushProvider Realm
RealmAssignment RiskEvent RiskProvider Schema ServiceAccount Session Subscription Template TrustedOrigin UISchema User
UserFactor UserGrant UserLinkedObject UserType
""".split()
# What stands in place of a format and repeats the type, or says what `format` does not.
NO_FORMATS = {"base64", "boolean"}


class Sides(NamedTuple):
    """What is known about the whole API: from the facts, and from the LAP file."""

    # The parameters whose place the LAP file leaves to rules: (operation, name).
    guessed: set
    # The content that most errors have, by the hundred of their status.
    usual: dict
    # The schemas of the facts, and those of the LAP file.
    schemas: dict
    published: dict


def main(facts, gatewright):
    short = load(facts / "okta.json")
    full = load(facts / "okta-full.json")
    published = json.loads(run(gatewright, "convert", LAP, "--to", "openapi"))
    # The facts of parameters stand in the shorter file alone, and name schemas that only they need.
    known_schemas = short["schemas"] | full["schemas"]
    schemas = {name: schema(known_schemas[name]) for name in sorted(known_schemas, key=str.lower)}
    for stated in schemas.values():
        relax(stated, schemas)
    usual = usual_errors(full)
    described = (schemas, published["components"]["schemas"])
    sides = Sides(inferred(gatewright), usual, *described)
    of_line = {fact["op"]: fact for fact in short["operations"]}
    paths = {}
    for fact in full["operations"]:
        method, path = fact["op"].split(" ", 1)
        known = published["paths"][path][method.lower()]
        stated = operation(fact, of_line[fact["op"]], known, sides)
        relax(stated, schemas)
        paths.setdefault(path, {})[method.lower()] = stated
        repeated(stated, known, described)
    errors = {statuses: {"content": contents(content)} for statuses, content in usual.items()}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Okta Admin Management", "version": full["version"]},
        "x-gatewright-responses": errors,
        "paths": paths,
        "components": {"securitySchemes": {"OAuth2": scheme(full)}, "schemas": reached([paths, errors], schemas)},
    }
    (HERE / "supplement.yaml").write_text(HEAD + "".join(f"{line}\n" for line in block(document, 0)))


def load(file):
    return json.loads(file.read_text())


def run(*command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout


def inferred(gatewright):
    report = json.loads(run(gatewright, "inspect", LAP, "--inferred", "--json"))
    found = set()
    for fact in report["inferred"]:
        line, _, what = fact["what"].partition(": parameter ")
        if what.endswith(", where it travels"):
            found.add((line, what.removesuffix(", where it travels")))
    return found


# Operations


def usual_errors(full):
    """The content that most errors of a hundred have, by the hundred (`4XX`)."""
    found = {}
    for fact in full["operations"]:
        for status, one in fact["responses"].items():
            if status[0] in "45" and "content" in one:
                found.setdefault(hundred(status), []).append(one["content"])
    return {key: max(all_of, key=all_of.count) for key, all_of in sorted(found.items())}


def hundred(status):
    return f"{status[0]}XX"


def operation(fact, short, known, sides):
    stated = {"operationId": fact["operationId"], "tags": [group(short["tag"])], "security": security(fact["security"])}
    # A few operations have a parameter twice.
    distinct = {(one["name"], one["in"]): one for one in short.get("parameters", [])}.values()
    if news := [parameter(one, known, sides) for one in distinct if is_news(fact["op"], one, known, sides)]:
        stated["parameters"] = news
    if body := fact.get("body"):
        stated["requestBody"] = request(body)
    if responses := {
        status: response(one, short["responses"].get(status, {}))
        for status, one in fact["responses"].items()
        if one.get("content") != sides.usual.get(hundred(status)) or status not in known["responses"]
    }:
        stated["responses"] = responses
    return stated


def group(tag):
    if tag == "UserCred":
        return "UserCredentials"
    plural = f"{tag[:-1]}ies" if tag.endswith("cy") else f"{tag}s"
    return plural if tag in SINGULAR else tag


def security(alternatives):
    names = {"apiToken": "ApiKey", "oauth2": "OAuth2"}
    return [{names[name]: scopes for name, scopes in one.items()} for one in alternatives]


def is_news(line, fact, known, sides):
    """Whether the LAP file does not say of a parameter where it travels, that it is required, or which values it has."""
    same = published(fact, known)
    if same is None or fact["in"] != "path" and (line, fact["name"]) in sides.guessed:
        return True
    return same.get("required", False) != is_required(fact) or lists_more(fact, same, sides)


def published(fact, known):
    """The parameter as the LAP file has it."""
    same = (one for one in known.get("parameters", []) if (one["name"], one["in"]) == (fact["name"], fact["in"]))
    return next(same, None)


def is_required(fact):
    return fact["in"] == "path" or fact.get("required", False)


def lists_more(fact, same, sides):
    """Whether the facts list values of a parameter that the LAP file does not list."""
    listed = values(schema(fact["type"]), sides.schemas)
    return bool(listed) and listed != values(same.get("schema", {}), sides.published)


def values(stated, schemas):
    """The values that a schema lists, of the text itself or of the items of a list."""
    if "$ref" in stated:
        return values(schemas[stated["$ref"].removeprefix(SCHEMAS)], schemas)
    return set(stated.get("enum", [])) | (values(stated["items"], schemas) if "items" in stated else set())


def parameter(fact, known, sides):
    stated = {"name": fact["name"], "in": fact["in"]}
    if fact.get("required") and fact["in"] != "path":
        stated["required"] = True
    # Headers and the query may be mixed up, but the type is right where the name is known.
    same = next((one for one in known.get("parameters", []) if one["name"] == fact["name"]), None)
    if same is None or lists_more(fact, same, sides):
        stated["schema"] = schema(fact["type"])
    return stated


def request(fact):
    stated = {"required": True} if fact["required"] else {}
    return stated | {"content": contents(fact["content"])}


def response(fact, short):
    stated = {}
    if headers := [name for name in short.get("headers", []) if name != "Content-Type"]:
        stated["headers"] = {name: {"schema": {"type": "string"}} for name in headers}
    if content := fact.get("content"):
        stated["content"] = contents(content)
    return stated


def contents(fact):
    return {media_type: {"schema": schema(one)} for media_type, one in fact.items()}


def scheme(full):
    scopes = {
        scope for fact in full["operations"] for one in fact["security"] for scope in one.get("oauth2", [])
    }
    flow = {"tokenUrl": "/oauth2/v1/token", "scopes": {scope: "" for scope in sorted(scopes)}}
    return {"type": "oauth2", "flows": {"clientCredentials": flow}}


# Alternatives that do not exclude each other


def relax(stated, schemas):
    """`oneOf` becomes `anyOf` where an empty object is several of the alternatives, so that no object could be only one."""
    parts = stated.values() if isinstance(stated, dict) else stated if isinstance(stated, list) else []
    for part in parts:
        relax(part, schemas)
    # A member may be called `oneOf`, too.
    if isinstance(stated, dict) and isinstance(branches := stated.get("oneOf"), list) and "discriminator" not in stated:
        if sum(takes_nothing(branch, schemas) for branch in branches) > 1:
            stated["anyOf"] = stated.pop("oneOf")


def takes_nothing(stated, schemas):
    """Whether an empty object fits."""
    if "$ref" in stated:
        return takes_nothing(schemas[stated["$ref"].removeprefix(SCHEMAS)], schemas)
    types = stated.get("type", "object")
    parts = stated.get("allOf", [])
    return "object" in types and not stated.get("required") and all(takes_nothing(part, schemas) for part in parts)


# What the LAP file says as well is not said again


def repeated(stated, known, described):
    """Leaves out the bodies that the LAP file describes exactly like the facts."""
    pairs = [(stated.get("requestBody", {}), known.get("requestBody", {}))]
    pairs += [(one, known["responses"].get(status, {})) for status, one in stated.get("responses", {}).items()]
    for one, other in pairs:
        for media_type, content in one.get("content", {}).items():
            published = other.get("content", {}).get(media_type, {}).get("schema")
            if "$ref" not in content["schema"] and is_same(content["schema"], published, described):
                content.clear()


def is_same(stated, published, described):
    plain = [flat(one, schemas) for one, schemas in zip((stated, published), described)]
    return None not in plain and plain[0] == plain[1]


def flat(stated, schemas, depth=0):
    """A schema without names and prose; none where it says what LAP has no word for."""
    if stated is None or depth > 8 or stated.keys() & {"allOf", "oneOf", "anyOf", "readOnly", "writeOnly"}:
        return None
    if "$ref" in stated:
        return flat(schemas[stated["$ref"].removeprefix(SCHEMAS)], schemas, depth + 1)
    words = {word: stated[word] for word in ["type", "format"] if word in stated}
    words |= {word: sorted(stated[word], key=str) for word in ["required", "enum"] if word in stated}
    inner = {f"properties.{name}": one for name, one in stated.get("properties", {}).items()}
    inner |= {word: stated[word] for word in ["items", "additionalProperties"] if isinstance(stated.get(word), dict)}
    for name, one in inner.items():
        words[name] = flat(one, schemas, depth + 1)
    return None if None in words.values() else words


# Schemas: `#Name`, `string(date-time)?`, `[item]`, or an object of keywords


def schema(fact):
    if isinstance(fact, str):
        return of_word(fact)
    if isinstance(fact, list):
        return {"type": "array", "items": schema(fact[0] if fact else "any")}
    stated = schema(fact["is"]) if "is" in fact else {}
    if "type" in fact:
        stated |= of_word(fact["type"])
    if "items" in fact:
        stated |= {"type": "array", "items": schema(fact["items"])}
    stated |= enum(fact) | limits(fact, stated.get("type"))
    for word in ["allOf", "oneOf", "anyOf"]:
        if word in fact:
            stated[word] = [schema(part) for part in fact[word]]
    stated |= objects(fact)
    if "discriminator" in fact:
        mapping = {tag: SCHEMAS + name.removeprefix("#") for tag, name in fact["discriminator"].get("map", {}).items()}
        stated["discriminator"] = {"propertyName": fact["discriminator"]["on"]} | ({"mapping": mapping} if mapping else {})
    if fact.get("nullable"):
        stated = or_null(stated)
    if fact.get("readOnly"):
        stated["readOnly"] = True
    return stated


def enum(fact):
    """The values, each once."""
    return {"enum": list(dict.fromkeys(fact["enum"]))} if "enum" in fact else {}


def limits(fact, types):
    """What the type has a use for: `maximum` of a text means nothing."""
    kinds = types if isinstance(types, list) else [types]
    return {word: fact[word] for kind in kinds for word in LIMITS.get(kind, []) if word in fact}


def of_word(word):
    is_nullable, word = word.endswith("?"), word.removesuffix("?")
    name, _, form = word.partition("(")
    form = form.removesuffix(")")
    if word.startswith("#"):
        stated = {"$ref": SCHEMAS + word.removeprefix("#")}
    elif word == "any":
        return {}
    else:
        stated = {"type": name} | ({"format": form} if is_format(form) else {})
    return or_null(stated) if is_nullable else stated


def is_format(form):
    is_prose = " " in form
    return form and not is_prose and form not in NO_FORMATS


def or_null(stated):
    if isinstance(stated.get("type"), str):
        values = {"enum": stated["enum"] + [None]} if "enum" in stated and None not in stated["enum"] else {}
        return stated | {"type": [stated["type"], "null"]} | values
    return {"anyOf": [stated, {"type": "null"}]} if stated else stated


def objects(fact):
    """The members of an object, with what their marks say, and what others it may have."""
    if "fields" not in fact and "map" not in fact:
        return {}
    stated = {} if "is" in fact else {"type": "object"}
    members = {marked.rstrip("!~^"): (marked, schema(one)) for marked, one in fact.get("fields", {}).items()}
    required = [name for name, (marked, _) in members.items() if "!" in marks(name, marked)]
    required += [name for name in fact.get("required", []) if name in members and name not in required]
    if required:
        stated["required"] = required
    if members:
        stated["properties"] = {name: flagged(one, marks(name, marked)) for name, (marked, one) in members.items()}
    if "map" in fact:
        stated["additionalProperties"] = schema(fact["map"])
    return stated


def marks(name, marked):
    return marked.removeprefix(name)


def flagged(stated, marks):
    flags = {"~": "readOnly", "^": "writeOnly"}
    return stated | {word: True for mark, word in flags.items() if mark in marks}


def reached(used, schemas):
    """The schemas that are referred to, and those that these refer to; discriminators lead to the others."""
    found, todo = set(), [used]
    while todo:
        for name in references(todo.pop()):
            if name not in found and name in schemas:
                found.add(name)
                todo.append(schemas[name])
    return {name: stated for name, stated in schemas.items() if name in found}


def references(value):
    if isinstance(value, str) and value.startswith(SCHEMAS):
        yield value.removeprefix(SCHEMAS)
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from references(inner)


# YAML: what fits into a line stands in one


def block(value, indent):
    """The lines of a mapping or a list."""
    pad = " " * indent
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from entry(f"{pad}{scalar(key)}:", inner, indent + 2)
    else:
        for inner in value:
            yield from item(pad, inner, indent)


def entry(head, inner, indent):
    line = f"{head} {flow(inner)}"
    if not is_nested(inner) or len(line) <= WIDTH and not is_outline(indent, inner):
        yield line
    else:
        yield head
        yield from block(inner, indent)


def item(pad, inner, indent):
    line = f"{pad}- {flow(inner)}"
    if not is_nested(inner) or len(line) <= WIDTH:
        yield line
        return
    first, *rest = block(inner, indent + 2)
    yield f"{pad}- {first.lstrip()}"
    yield from rest


def is_outline(indent, value):
    """Whether it is a place of the document, such as a path, that has lines of its own even when it is short."""
    return indent <= 4 and isinstance(value, dict) and bool(value)


def is_nested(value):
    return isinstance(value, (dict, list))


def flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    return scalar(value)


def scalar(value):
    """A word stands as it is; what YAML could take for something else is quoted."""
    if not isinstance(value, str):
        return json.dumps(value)
    is_plain = value[:1].isalpha() or value[:1] in ("/", "_", ".")
    is_plain &= all(c.isalnum() or c in "_-./+" for c in value) and value.isascii()
    is_word = value.lower() in {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"}
    return value if is_plain and not is_word else json.dumps(value, ensure_ascii=False)


HEAD = """\
# What the published document (okta-management.lap) leaves out or has wrong: ids, groups and security of operations,
# where parameters travel, and bodies, responses and errors with their schemas. Written by supplement.py; do not edit.
# Facts only: prose, defaults and examples are the published document's. What is true of the vendor stands in vendor.yaml.
"""

if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

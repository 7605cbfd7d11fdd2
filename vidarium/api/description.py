"""The description of the API, as OpenAPI 3.1: what ninja knows of the views, and what is true of every answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

PROBLEM = "application/problem+json"
OTHERWISE = {"description": "Any other refusal", "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


class Described(NinjaAPI):
    """An API whose description is true by test."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for operation in operations(schema):
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {PROBLEM: {"schema": next(iter(answer["content"].values()))["schema"]}}
            operation["responses"]["default"] = OTHERWISE
        return schema


def operations(schema: OpenAPISchema) -> Iterator[dict[str, Any]]:
    """Each operation once: ninja lets the methods of a view share one."""
    seen: set[int] = set()
    for path in schema["paths"].values():
        for operation in path.values():
            if id(operation) not in seen:
                seen.add(id(operation))
                yield operation

"""The description of the API, as OpenAPI 3.1: what ninja knows of the views, and what is true of every answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from vidarium.accounts.authority import Permission

PROBLEM = "application/problem+json"
OTHERWISE = {"description": "Any other refusal", "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "A random text of yours, for each thing that you want done. Sent again within 24 hours it gets the same answer, "
    "and nothing is done twice.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    "required": False,
}


class Described(NinjaAPI):
    """An API whose description is true by test."""

    def permission(self, request: HttpRequest) -> Permission | None:
        """What the operation asks for that this request is for; None where every caller may."""
        route = request.resolver_match.route if request.resolver_match else ""
        # An operation that is not in the table is a fault of ours, and no open door.
        return self._asked[request.method or "", route]

    @cached_property
    def _asked(self) -> dict[tuple[str, str], Permission | None]:
        """By method and route, once all of them are known."""
        root = self.get_root_path({}).strip("/")
        return {
            (method, f"{root}{prefix}{path}".replace("{", "<").replace("}", ">")): vars(operation.view_func)["permission"]
            for prefix, router in self._routers
            for path, view in router.path_operations.items()
            for operation in view.operations
            for method in operation.methods
        }

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for operation in operations(schema):
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {PROBLEM: {"schema": next(iter(answer["content"].values()))["schema"]}}
            operation["responses"]["default"] = OTHERWISE
        for path in schema["paths"].values():
            if "post" in path:
                path["post"].setdefault("parameters", []).append(IDEMPOTENCY_KEY)
        return schema


def operations(schema: OpenAPISchema) -> Iterator[dict[str, Any]]:
    """Each operation once: ninja lets the methods of a view share one."""
    seen: set[int] = set()
    for path in schema["paths"].values():
        for operation in path.values():
            if id(operation) not in seen:
                seen.add(id(operation))
                yield operation

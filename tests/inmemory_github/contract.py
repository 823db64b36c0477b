"""Checks that what clients send is what GitHub's own description of its API allows.

The models are generated from that description by a third party (`githubkit`); they are imported only when
the strict mode is on, because that takes half a second.
"""

from __future__ import annotations

import importlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from tests.inmemory_github.messages import Request

_PREFIX = "ReposOwnerRepo"
_ONE = f"{_PREFIX}IssuesIssueNumber"
_BODIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("POST", r"/issues", (f"{_PREFIX}IssuesPostBody",)),
    ("PATCH", r"/issues/\d+", (f"{_ONE}PatchBody",)),
    ("POST", r"/issues/\d+/comments", (f"{_ONE}CommentsPostBody",)),
    ("PATCH", r"/issues/comments/\d+", (f"{_PREFIX}IssuesCommentsCommentIdPatchBody",)),
    ("POST", r"/labels", (f"{_PREFIX}LabelsPostBody",)),
    ("POST", r"/issues/\d+/labels", (f"{_ONE}LabelsPostBodyOneof0",)),
    ("PUT", r"/issues/\d+/labels", (f"{_ONE}LabelsPutBodyOneof0", f"{_ONE}LabelsPutBodyOneof2")),
    ("POST", r"/issues/\d+/assignees", (f"{_ONE}AssigneesPostBody",)),
    ("DELETE", r"/issues/\d+/assignees", (f"{_ONE}AssigneesDeleteBody",)),
    ("POST", r"/issues/\d+/sub_issues", (f"{_ONE}SubIssuesPostBody",)),
    ("DELETE", r"/issues/\d+/sub_issue", (f"{_ONE}SubIssueDeleteBody",)),
    ("PUT", r"/issues/\d+/lock", (f"{_ONE}LockPutBody",)),
)
_REPO = r"(?:/api/v3)?/(?:repos/[^/]+/[^/]+|repositories/\d+)"
_TABLE = tuple((method, re.compile(_REPO + path), names) for method, path, names in _BODIES)
_MODELS = "githubkit_schemas.v2026_03_10.models"


@dataclass(slots=True)
class Contract:
    """Validates request bodies; keeps what did not pass."""

    violations: list[str] = field(default_factory=list)
    _adapters: dict[tuple[str, ...], tuple[TypeAdapter[Any], frozenset[str]]] = field(default_factory=dict)

    def check(self, request: Request) -> str | None:
        """What is wrong with this request's body, which is kept too; None when nothing is."""
        for method, pattern, names in _TABLE:
            if method == request.method and pattern.fullmatch(request.path):
                problem = self._problem(request.body, names)
                break
        else:
            expected = request.method == "DELETE" or not request.body
            problem = None if expected else "a body where none is expected"
        if problem is not None:
            self.violations.append(f"{request.method} {request.target}: {problem}")
        return problem

    def _problem(self, body: bytes, names: tuple[str, ...]) -> str | None:
        adapter, known = self._adapter(names)
        try:
            adapter.validate_json(body or b"{}", strict=True)
        except ValidationError as error:
            return "; ".join(f"{item['loc']}: {item['msg']}" for item in error.errors(include_url=False))
        value = json.loads(body or b"{}")
        unknown = sorted(set(value) - known) if isinstance(value, dict) else []
        return f"unknown fields {', '.join(unknown)}" if unknown else None

    def _adapter(self, names: tuple[str, ...]) -> tuple[TypeAdapter[Any], frozenset[str]]:
        kept = self._adapters.get(names)
        if kept is None:
            module = importlib.import_module(_MODELS)
            models: list[type[BaseModel]] = [getattr(module, name) for name in names]
            known = frozenset(
                info.alias or name for model in models for name, info in model.model_fields.items()
            )
            union: Any = models[0]
            for model in models[1:]:
                union = union | model
            if any("Labels" in name and "Issue" in name for name in names):
                union = union | list[str]
            kept = self._adapters[names] = (TypeAdapter(union), known)
        return kept

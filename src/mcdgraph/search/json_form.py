"""Results of search as JSON: the shape of ``/search.json``, which docs/http.md describes."""

from collections.abc import Callable, Iterable
from typing import Any

from mcdgraph.search.model import SearchHit, SearchResults, Snippet, Suggestion
from mcdgraph.search.vocabulary import EntryKind

#: Returns the address of the page of what was found.
AddressOf = Callable[[SearchHit | Suggestion], str]
#: Returns the label of a class by its IRI.
LabelOf = Callable[[str], str]


def results_form(
    results: SearchResults,
    suggestions: Iterable[Suggestion],
    address: AddressOf,
    label: LabelOf,
) -> dict[str, Any]:
    """Return results as a value for `json.dumps`."""
    request = results.request
    return {
        "query": request.text,
        "language": request.language,
        "corrected": results.corrected or None,
        "did_you_mean": results.meant or None,
        "kind": request.kind,
        "page": request.page,
        "pages": results.pages,
        "total": results.total,
        "whole": results.whole,
        "more": results.capped,
        "kinds": [{"kind": group.kind, "total": group.total} for group in results.groups],
        "hits": [_hit(hit, address, label) for hit in results.hits],
        "suggestions": [_suggestion(found, address, label) for found in suggestions],
    }


def _found(found: SearchHit | Suggestion, address: AddressOf, label: LabelOf) -> dict[str, Any]:
    return {
        "iri": None if found.kind is EntryKind.QUESTION else found.iri,
        "url": address(found),
        "kind": found.kind,
        "type": {"iri": found.type, "label": label(found.type)} if found.type else None,
        "deprecated": found.deprecated,
        "name": _snippet(found.name),
    }


def _hit(hit: SearchHit, address: AddressOf, label: LabelOf) -> dict[str, Any]:
    reason = None
    if hit.reason is not None and hit.role is not None:
        named = {"role": hit.role.name.lower(), "property": hit.property or None}
        reason = named | (_snippet(hit.reason) or {})
    return {
        **_found(hit, address, label),
        "partial": hit.partial,
        "reason": reason,
        "summary": _snippet(hit.summary),
    }


def _suggestion(found: Suggestion, address: AddressOf, label: LabelOf) -> dict[str, Any]:
    return {**_found(found, address, label), "called": _snippet(found.called)}


def _snippet(snippet: Snippet | None) -> dict[str, Any] | None:
    if snippet is None:
        return None
    return {
        "text": snippet.text,
        "language": snippet.language,
        "marks": [list(mark) for mark in snippet.marks],
        "before": snippet.before,
        "after": snippet.after,
    }

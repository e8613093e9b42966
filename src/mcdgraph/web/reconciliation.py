"""The Reconciliation Service API at ``/reconcile``: 0.2 and 1.0-draft, told apart by the manifest.

Source: https://reconciliation-api.github.io/specs/ (0.2 of 2023-04-10, 1.0-draft of 2026-07-15).
Each root has all routes: those of 1.0-draft are fixed by its text, those of 0.2 by the manifest.
"""

import json
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qs

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.exceptions import (
    BadRequest,
    NotAcceptable,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)
from werkzeug.wrappers import Response as Redirection

from mcdgraph.errors import ReconciliationError
from mcdgraph.pages.entity import entity_page
from mcdgraph.pages.portrait import title
from mcdgraph.pages.terms import ALTERNATIVES, LABELS, SUMMARIES, TYPE
from mcdgraph.reconciliation import (
    DRAFT_TYPE,
    MAX_SKIPPED,
    MAX_SUGGESTED,
    PROPOSED,
    SUGGESTED,
    AnswerWriter,
    ApiVersion,
    FeatureName,
    ManifestWords,
    ManifestWriter,
    ReconciliationContext,
    SuggestedKind,
    asked_version,
    extend,
    item_of,
    match,
    proposed,
    read_batch,
    read_draft_batch,
    read_extension,
    suggested,
)
from mcdgraph.web.errors import UnknownResource, answer_error
from mcdgraph.web.parameters import parameter
from mcdgraph.web.policies import content_policy
from mcdgraph.web.representation import respond_page, respond_text
from mcdgraph.web.site import language, site, texts, urls

reconciliation = Blueprint("reconciliation", __name__)

_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"
_MAX_FIELDS: Final = 20
#: Properties in a preview, beside those that its head shows.
PREVIEWED: Final = 8
_IN_HEAD: Final = frozenset((TYPE, *LABELS, *ALTERNATIVES, *SUMMARIES))
_NUMBER: Final = re.compile(r"[0-9]{1,6}\Z", re.ASCII)
_KINDS: Final = f"<any({','.join(SuggestedKind)}):kind>"
#: Where both versions are served, and where the draft alone is.
ROOT: Final = "/reconcile"
DRAFT_ROOT: Final = f"{ROOT}/{ApiVersion.DRAFT}"

View = Callable[..., Response | Redirection]


def _at(path: str, *methods: str) -> Callable[[View], View]:
    """Serve a path below each root."""

    def register(view: View) -> View:
        for root in (ROOT, DRAFT_ROOT):
            reconciliation.add_url_rule(root + path, view.__name__, view, methods=methods or None)
        return view

    return register


@reconciliation.errorhandler(ReconciliationError)
def refuse(error: ReconciliationError) -> Response:
    """Answer 400, or 413 where a bound is passed, with what is wrong and where."""
    kind = RequestEntityTooLarge if error.too_large else BadRequest
    return answer_error(kind(f"{error}."))


@reconciliation.before_request
def refuse_jsonp() -> None:
    """Refuse JSONP (0.2, clause 3.3, leaves it to the service)."""
    if request.args.get("callback"):
        raise BadRequest(
            "JSONP is not answered: it runs our answer as a program in your page. "
            "Ask for JSON without callback; every origin may read it (CORS)."
        )


@reconciliation.get(ROOT, strict_slashes=False)
def service() -> Response:
    """Return the manifest in the version asked for, or answer what a parameter of 0.2 asks."""
    if queries := parameter("queries"):
        return _kept(lambda: _answered(queries))
    if wanted := parameter("extend"):
        return _kept(lambda: _extended(wanted, "extend", ApiVersion.STABLE))
    version = asked_version(request.accept_mimetypes)
    if version is None:
        raise NotAcceptable(f"the versions are {', '.join(ApiVersion)}; ask for {DRAFT_TYPE}.")
    media_type = DRAFT_TYPE if version is ApiVersion.DRAFT else _JSON
    response = _kept(lambda: _manifest(version), version, media_type)
    response.vary.add("Accept")
    return response


@reconciliation.get(DRAFT_ROOT, strict_slashes=False)
def draft() -> Response:
    """Return the manifest of the draft."""
    return _kept(lambda: _manifest(ApiVersion.DRAFT), ApiVersion.DRAFT)


@reconciliation.post(ROOT, strict_slashes=False)
def posted() -> Response:
    """Answer a batch of queries, or a data extension, of 0.2."""
    form = _form()
    if "queries" in form:
        return _sent(_answered(form["queries"]))
    if "extend" in form:
        return _sent(_extended(form["extend"], "extend", ApiVersion.STABLE))
    raise ReconciliationError("the form has neither queries nor extend")


@_at("/match", "POST")
def matched() -> Response:
    """Answer a batch of queries of the draft."""
    context = _context()
    results = [match(context, query) for query in read_draft_batch(_body(_JSON))]
    return _sent(_writer(ApiVersion.DRAFT).draft_batch(results))


@_at("/extend", "POST")
def extended() -> Response:
    """Answer a data extension of the draft."""
    return _sent(_extended(_body(_JSON), "the body", ApiVersion.DRAFT))


@_at("/extend/propose")
def properties() -> Response:
    """Propose properties of the things of a type."""
    limit = _number("limit", PROPOSED, PROPOSED)
    given = limit if parameter("limit") else None
    of = parameter("type")
    return _kept(lambda: _writer().proposals(proposed(_context(), of, limit), of, given))


@_at(f"/suggest/{_KINDS}")
def suggest(kind: str) -> Response:
    """Suggest things, types or properties."""
    skip = _number("offset", _number("cursor", 0, MAX_SKIPPED), MAX_SKIPPED)
    limit = _number("limit", SUGGESTED, MAX_SUGGESTED)
    wanted, prefix = SuggestedKind(kind), parameter("prefix")
    return _kept(lambda: _writer().suggestions(suggested(_context(), wanted, prefix, skip, limit)))


@reconciliation.get(f"{ROOT}/flyout/{_KINDS}")
def flyout(kind: str) -> Response:  # noqa: ARG001 - a thing and a term are told alike
    """Return a few words on one thing (0.2, clause 6.5)."""
    iri, identifier = _known(), parameter("id")
    return _kept(lambda: _writer().flyout(item_of(_context(), iri), identifier))


@_at("/view")
def view() -> Redirection:
    """Lead to the page of a thing."""
    response = redirect(urls().of(_known()), code=HTTPStatus.SEE_OTHER)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


@_at("/preview")
def preview() -> Response:
    """Show a thing in a small page, which any page may frame, and this address alone."""
    iri = _known()
    response = respond_page(lambda: _preview(iri))
    response.headers["Content-Security-Policy"] = content_policy(framed_by="*")
    return response


def _preview(iri: str) -> str:
    page = entity_page(site().reader, iri, language())
    groups = [group for group in page.asserted if group.property.iri not in _IN_HEAD]
    return render_template("preview.html", page=page, groups=groups[:PREVIEWED])


def _answered(text: str) -> dict[str, Any]:
    context = _context()
    results = {key: match(context, query) for key, query in read_batch(text).items()}
    return _writer().batch(results)


def _extended(text: str, name: str, version: ApiVersion) -> dict[str, Any]:
    return _writer(version).extension(extend(_context(), read_extension(text, name)))


def _manifest(version: ApiVersion) -> dict[str, Any]:
    here, words = site(), texts()
    return ManifestWriter(
        context=_context(),
        name=title(here.reader, here.portrait.header, language()).text,
        words=ManifestWords(
            limit=words.setting_limit,
            limit_help=words.setting_limit_more,
            language=words.setting_language,
            language_help=words.setting_language_more,
        ),
        address=lambda path: here.settings.base_iri.rstrip("/") + path,
    ).write(version)


def _context() -> ReconciliationContext:
    here = site()
    return ReconciliationContext(reader=here.reader, search=here.search, language=language())


def _writer(version: ApiVersion = ApiVersion.STABLE) -> AnswerWriter:
    names = {name: str(getattr(texts(), f"feature_{name}")) for name in FeatureName}
    return AnswerWriter(version=version, identifiers=_context().identifiers, features=names)


def _known() -> str:
    """Return the IRI of the identifier in ``id``; 404 where the graph says nothing of it."""
    identifier = parameter("id")
    if not identifier:
        raise ReconciliationError("id is missing: the identifier of a thing")
    iri = _context().known(identifier)
    if iri is None:
        raise UnknownResource(identifier)
    return iri.value


def _number(name: str, otherwise: int, most: int) -> int:
    """Return a number among the parameters, at most ``most``."""
    text = parameter(name)
    if text and not _NUMBER.match(text):
        raise ReconciliationError(f"{name} is not a whole number")
    return min(int(text), most) if text else otherwise


def _form() -> dict[str, str]:
    """Read the fields of a form, the first of each name."""
    try:
        fields = parse_qs(
            _body(_FORM), keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS
        )
    except ValueError:
        raise ReconciliationError(
            f"the body is no form of at most {_MAX_FIELDS} fields in UTF-8"
        ) from None
    return {name: values[0] for name, values in fields.items()}


def _body(media_type: str) -> str:
    """Return the text of a body of a media type, within the bound of a request."""
    if request.mimetype != media_type:
        raise UnsupportedMediaType(
            f"this takes {media_type}; queries in JSON go to {ROOT}/match, "
            f"and a form with queries to {ROOT}."
        )
    bound = site().settings.query.request_bytes
    if (request.content_length or 0) > bound:
        raise RequestEntityTooLarge(f"a request has at most {bound} bytes.")
    try:
        return request.get_data().decode("utf8")
    except UnicodeDecodeError:
        raise ReconciliationError("the body is not UTF-8") from None


def _sent(value: dict[str, Any]) -> Response:
    """Answer what was posted."""
    response = Response(_written(value), content_type=_JSON)
    response.headers["Content-Language"] = language()
    response.headers["Cache-Control"] = "no-store"
    return response


def _kept(
    write: Callable[[], dict[str, Any]],
    version: ApiVersion = ApiVersion.STABLE,
    media_type: str = _JSON,
) -> Response:
    """Answer what changes with the release, the version and the language only."""
    return respond_text(lambda: _written(write()), media_type, f"reconcile-{version}", spoken=True)


def _written(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"

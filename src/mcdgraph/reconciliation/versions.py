"""The versions of the API, and how a client asks for one.

Source: Reconciliation Service API 1.0-draft as of 2026-07-15, whose section on version negotiation
was taken back for the time being: a media type of its own for each version, in ``Accept``.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class ApiVersion(StrEnum):
    """A version that is answered."""

    STABLE = "0.2"
    DRAFT = "1.0-draft"


#: The media type by which the draft is asked for.
DRAFT_TYPE: Final = "application/reconciliation.v1+json"
_OWN_TYPE: Final = re.compile(r"application/reconciliation\.v[0-9.]++(?:-draft)?\+json\Z", re.ASCII)
_VERSION_OF: Final = {
    DRAFT_TYPE: ApiVersion.DRAFT,
    "application/reconciliation.v0.2+json": ApiVersion.STABLE,
}


def asked_version(accepted: Iterable[tuple[str, float]]) -> ApiVersion | None:
    """Choose by the media types that a client takes, each with its quality.

    Where none is a type of reconciliation, 0.2 is meant; None where only versions are named
    that are not answered.
    """
    own = [(quality, name) for name, quality in accepted if _OWN_TYPE.match(name) and quality > 0]
    if not own:
        return ApiVersion.STABLE
    known = [(quality, name) for quality, name in own if name in _VERSION_OF]
    return _VERSION_OF[max(known)[1]] if known else None

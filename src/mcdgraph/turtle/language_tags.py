"""Language tags: which are well-formed.

Source: BCP 47 (RFC 5646), clauses 2.1 (syntax) and 2.2.9 (well-formed); RDF 1.1 Concepts, 3.3,
asks for it of every language tag.
"""

import re
from typing import Final

_LANGUAGE: Final = r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"
_SCRIPT_REGION: Final = r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
_VARIANTS: Final = r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
_EXTENSIONS: Final = r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"
_PRIVATE: Final = r"x(?:-[a-z0-9]{1,8})+"
_IRREGULAR: Final = (
    "en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)"
    "|sgn-(?:be-fr|be-nl|ch-de)|art-lojban|cel-gaulish|no-bok|no-nyn"
    "|zh-(?:guoyu|hakka|min|min-nan|xiang)"
)
_TAG: Final = re.compile(
    rf"{_LANGUAGE}{_SCRIPT_REGION}{_VARIANTS}{_EXTENSIONS}(?:-{_PRIVATE})?|{_PRIVATE}|{_IRREGULAR}",
    re.IGNORECASE,
)


def is_well_formed(tag: str) -> bool:
    """Say whether a language tag, without its at sign, is well-formed."""
    return _TAG.fullmatch(tag) is not None

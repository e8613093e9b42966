"""How to mend what a shape finds: one sentence for each constraint component of SHACL Core.

Source: SHACL, clause 4.
"""

from types import MappingProxyType
from typing import Final

#: By the local name of the component, without ``ConstraintComponent``; ``{path}`` is the path.
HINTS: Final = MappingProxyType(
    {
        "Class": "Name a thing of the class that the shape asks for, or give this one that class.",
        "Closed": "Remove the statement, or let the shape allow its predicate.",
        "Datatype": "Write the value with the datatype that the shape asks for, in its own form.",
        "Disjoint": "Remove the value from one of the two properties.",
        "Equals": "Give both properties the same values.",
        "HasValue": "Add the value of {path} that the shape asks for.",
        "In": "Use one of the values that the shape lists.",
        "LanguageIn": "Tag the text with a language that the shape lists.",
        "MaxCount": "Keep as many values of {path} as the shape allows, and remove the others.",
        "MaxExclusive": "Correct the value: it is too large.",
        "MaxInclusive": "Correct the value: it is too large.",
        "MaxLength": "Shorten the text.",
        "MinCount": "Add a value of {path}.",
        "MinExclusive": "Correct the value: it is too small.",
        "MinInclusive": "Correct the value: it is too small.",
        "MinLength": "Write a longer text.",
        "NodeKind": "Write an IRI, a literal or a blank node, as the shape asks for.",
        "Pattern": "Write the value in the form that the shape's pattern describes.",
        "QualifiedMaxCount": "Keep as many values of {path} of that kind as the shape allows.",
        "QualifiedMinCount": "Add a value of {path} of the kind that the shape asks for.",
        "UniqueLang": "Keep one text for each language.",
    }
)


def hint(component: str, path: str | None) -> str | None:
    """Say how to mend a result of a component; None where only its message can tell."""
    sentence = HINTS.get(component)
    if sentence is None or ("{path}" in sentence and path is None):
        return None
    return sentence.format(path=path)

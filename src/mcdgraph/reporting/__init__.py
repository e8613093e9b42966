"""A report in the forms that people and machines read."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mcdgraph.reporting import github, json_form, junit, sarif, text
from mcdgraph.reporting.presentation import Form, Presentation, nowhere

#: Every form of a report, by the name that ``--format`` takes.
FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "text": text.render,
        "json": json_form.render,
        "sarif": sarif.render,
        "junit": junit.render,
        "github": github.render,
    }
)


def automatic(environment: Mapping[str, str]) -> str:
    """Choose the form that suits where the check runs: GitHub's annotations under its runner."""
    return "github" if environment.get("GITHUB_ACTIONS") == "true" else "text"


__all__ = ["FORMS", "Form", "Presentation", "automatic", "nowhere"]

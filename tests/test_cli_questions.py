"""Saved questions on the command line: by name, with values for their parameters."""

import pytest
from click.testing import CliRunner
from conftest import HARBOUR, Harbour

from mcdgraph.cli import main

UNDER = "q3-under-a-post"


def asked(harbour: Harbour, *arguments: str) -> tuple[int, str, str]:
    """Run ``mcdgraph query`` on the harbour: exit code, output, errors."""
    folder = str(harbour.settings.release.folder)
    command = ["-C", str(HARBOUR), "query", *arguments]
    result = CliRunner().invoke(main, command, env={"MCDGRAPH_RELEASE_FOLDER": folder})
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize(
    ("arguments", "rows"),
    [
        ((UNDER,), 2),
        (("--saved", UNDER), 2),
        (("--saved", UNDER, "--param", "tongue=fr"), 1),
        (("--saved", UNDER, "--param", "above=id:pilot", "--param", "tongue=fr"), 0),
    ],
)
def test_a_question_is_asked_with_values_or_its_defaults(
    harbour: Harbour, arguments: tuple[str, ...], rows: int
) -> None:
    """Rows of CSV, without the line of names."""
    code, output, _ = asked(harbour, "-f", "csv", *arguments)
    assert code == 0
    assert len(output.splitlines()) - 1 == rows


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--saved", "q3"), "q3: no saved query of that name"),
        (("--saved", "q3-under-post"), "did you mean q3-under-a-post?"),
        (("--param", "a=b"), "--param is for a saved query; name it by --saved"),
        (("--saved", UNDER, "ASK {}"), "--saved names what is asked; give no query"),
        (("--saved", UNDER, "--param", "above"), "--param takes NAME=VALUE, not 'above'"),
        (
            ("--saved", UNDER, "--param", "x=y"),
            "q3-under-a-post has no parameter 'x'; it has above,",
        ),
        (("--saved", "q2-under", "--param", "x=y"), "q2-under has no parameter 'x'; it has none"),
        (("--saved", UNDER, "--param", "tongue=de"), "tongue is 'de'; expected one of en, fr"),
        (("--saved", UNDER, "--param", "above=ex:Post"), "expected a thing of the class ex:Post"),
    ],
)
def test_a_wrong_question_or_value_is_named(
    harbour: Harbour, arguments: tuple[str, ...], told: str
) -> None:
    """Exit code 2 and one line that says what there may be."""
    code, _, errors = asked(harbour, *arguments)
    assert code == 2
    assert told in errors
    assert "Traceback" not in errors

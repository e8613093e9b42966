"""Every setting and every command is documented, and the documentation names no other."""

import re
from pathlib import Path

import click
import pytest

from mcdgraph.cli import main
from mcdgraph.cli.app import COMMANDS
from mcdgraph.settings import settings_of
from mcdgraph.settings.loading import variable

DOCS = Path(__file__).parent.parent / "docs"
ROW = re.compile(r"^\| `(?P<key>[a-z_.]+)` \| (?:`(?P<variable>\w+)`)? *\|", re.MULTILINE)


def test_every_setting_is_in_the_docs_with_its_variable_and_default() -> None:
    """docs/settings.md lists the settings there are, and only those."""
    text = (DOCS / "settings.md").read_text(encoding="utf8")
    lines = {m["key"]: text[m.start() : text.index("\n", m.start())] for m in ROW.finditer(text)}
    settings = list(settings_of())
    assert list(lines) == [key for key, _, _ in settings]
    assert len(settings) > 25
    for key, item, default in settings:
        assert item.metadata["help"] in lines[key], key
        if default not in ("", (), {}):
            shown = ",".join(default) if isinstance(default, tuple) else default
            assert f"`{shown}`" in lines[key], key
        if not isinstance(default, dict):
            assert f"`{variable(key)}`" in lines[key], key


def sections() -> dict[str, str]:
    """Give the text of docs/cli.md under the heading of each command."""
    text = (DOCS / "cli.md").read_text(encoding="utf8")
    parts = re.split(r"^## mcdgraph ([a-z]+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_has_a_section() -> None:
    """docs/cli.md describes the commands there are, and only those."""
    assert set(sections()) == set(COMMANDS)
    assert len(COMMANDS) >= 8


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_is_in_its_section(name: str) -> None:
    """Each option of a command is in the docs by all its names, and has a help text."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help
    section = sections()[name]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            for word in (*parameter.opts, *parameter.secondary_opts):
                assert f"`{word}" in section, word


def test_links_between_pages_lead_somewhere() -> None:
    """A relative link in README.md or docs/ names a file that is there."""
    pages = [DOCS.parent / "README.md", *DOCS.rglob("*.md")]
    links = [
        (page, target)
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf8"))
    ]
    assert len(links) > 5
    assert [f"{p.name}: {t}" for p, t in links if not (p.parent / t).exists()] == []

"""docs/commands.md, made from the commands themselves: `python -m rulingwire.cli.pages [--check]`."""

import sys
from collections.abc import Iterator, Sequence

import click

from rulingwire.cli import main as group
from rulingwire.settings import ROOT

PAGE = ROOT / "docs" / "commands.md"


def commands_page() -> str:
    """The help of every command, as Markdown."""
    parts = ["# Commands", "Made by `make docs` from the commands' own help."]
    parts += [f"## {name}\n\n```\n{text}\n```" for name, text in _helps()]
    return "\n\n".join(parts) + "\n"


def _helps() -> Iterator[tuple[str, str]]:
    with click.Context(group, info_name="rulingwire", max_content_width=100, terminal_width=100) as top:
        yield "rulingwire", group.get_help(top)
        for name in sorted(group.commands):
            with click.Context(group.commands[name], info_name=name, parent=top, terminal_width=100) as context:
                yield name, group.commands[name].get_help(context)
                yield from _parts(name, context)


def _parts(name: str, above: click.Context) -> Iterator[tuple[str, str]]:
    """The commands within a command, if it has any."""
    within = above.command.commands if isinstance(above.command, click.Group) else {}
    for part in sorted(within):
        with click.Context(within[part], info_name=part, parent=above, terminal_width=100) as context:
            yield f"{name} {part}", within[part].get_help(context)


def main(arguments: Sequence[str]) -> int:
    """Write the page, or with --check say whether it is up to date; gives the exit code."""
    page = commands_page()
    if "--check" not in arguments:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    if PAGE.read_text(encoding="utf-8") != page:
        click.echo(f"{PAGE.relative_to(ROOT)} is not up to date; run make docs", err=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

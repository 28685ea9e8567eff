"""What the Tab key offers in a shell, besides the names of commands and options. docs/guide.md says how to have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watcher.cli.options import Session

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem


def accounts(ctx: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """The accounts of the config file; nothing where it cannot be read."""
    from click.shell_completion import CompletionItem

    config = (ctx.find_object(Session) or Session()).config_if_good()
    found = config.accounts if config else ()
    return [
        CompletionItem(one.name, help=one.user or one.kind) for one in found if one.name.startswith(typed)
    ]


def kinds(ctx: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """The kinds of mail that `grace label` takes, with what they mean."""
    from click.shell_completion import CompletionItem

    from watcher.cli.words import KINDS, said

    names = [*KINDS, "not_rejection"]
    start = typed.lower().replace("-", "_")
    return [CompletionItem(name, help=said(name)) for name in names if name.startswith(start)]

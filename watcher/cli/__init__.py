"""The command line: one file per group of commands. It parses, opens and prints; it decides nothing.

edge.py says how any command ends, options.py what every command takes, screen.py how things look, words.py
how things are called.
"""

from __future__ import annotations

import os

import click

from watcher import __version__
from watcher.cli.edge import Commands
from watcher.cli.options import common

#: Where each command lives. A module is imported when its command is used, so that each starts quickly.
COMMANDS = {
    "demo": "watcher.cli.demo:demo",
    "setup": "watcher.cli.setup:setup",
    "login": "watcher.cli.login:login",
    "check": "watcher.cli.check:check",
    "run": "watcher.cli.watch:run",
    "status": "watcher.cli.status:status",
    "service": "watcher.cli.service:service",
    "once": "watcher.cli.watch:once",
    "train": "watcher.cli.train:train",
    "model": "watcher.cli.model:model",
    "report": "watcher.cli.report:report",
    "digest": "watcher.cli.digest:digest",
    "scan": "watcher.cli.scan:scan",
    "classify": "watcher.cli.classify:classify",
    "evaluate": "watcher.cli.evaluate:evaluate",
    "log": "watcher.cli.log:log",
    "show": "watcher.cli.log:show",
    "explain": "watcher.cli.explain:explain",
    "queue": "watcher.cli.queue:queue",
    "open": "watcher.cli.open:open_",
    "preview": "watcher.cli.preview:preview",
    "thanks": "watcher.cli.thanks:thanks",
    "review": "watcher.cli.review:review",
    "label": "watcher.cli.label:label",
    "teach": "watcher.cli.teach:teach",
    "reflect": "watcher.cli.reflect:reflect",
    "feedback": "watcher.cli.feedback:feedback",
    "plan": "watcher.cli.plan:plan",
    "note": "watcher.cli.note:note",
    "support": "watcher.cli.support:support",
    "export": "watcher.cli.export:export",
    "purge": "watcher.cli.purge:purge",
}


@click.command(
    cls=Commands,
    modules=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog="New here? Try: grace demo",
)
@click.version_option(__version__, "--version", prog_name="Grace Period")
@common
def grace() -> None:
    """Grace Period watches a job seeker's mailbox. When an answer is a no, it waits until the first sting is
    over, and then leaves a gracious reply in your own Drafts folder. You change it, send it, or throw it
    away; it never sends anything itself.
    """


def main() -> None:
    """The console script `grace`."""
    # Before numpy is imported: one mail is too little work for more than one thread.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    grace(prog_name="grace")

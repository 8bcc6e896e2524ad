"""`heard`, the command line: one module a command; here they are put together."""

import sys

import typer

from bot.cli import backup, bench, chat, check, coverage, data, digest, export, forget, gallery, learn, read, replies, suggest
from bot.settings import SettingError
from bot.yaml_files import ContentError

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Replies that acknowledge the feeling first and only then propose a plan.")
app.command()(read.read)
app.command()(suggest.suggest)
app.command()(chat.chat)
app.command()(check.check)
app.command()(replies.replies)
app.command()(export.export)
app.command()(coverage.coverage)
app.command()(data.data)
app.command()(gallery.gallery)
app.command()(forget.forget)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(learn.learn)
app.command()(digest.digest)
app.add_typer(bench.app, name="bench")


def main() -> None:
    """Run a command; a mistake of settings, content or set-up ends it with one clear sentence."""
    try:
        app()
    except (SettingError, ContentError, OSError) as error:
        sys.stderr.write(f"heard: {error}\n")
        sys.exit(2)

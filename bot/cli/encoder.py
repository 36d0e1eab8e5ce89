"""`encoder get`: an optional sentence encoder from the hub."""

import os
from typing import Annotated

import typer
from rich.console import Console

from bot.nlu.encoders.base import EncoderError
from bot.nlu.encoders.files import fetched_folder
from bot.nlu.encoders.loading import load_encoder

app = typer.Typer(help="Sentence encoders, an option: docs/encoder.md.", no_args_is_help=True)
_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


@app.callback()
def _group() -> None:
    """Keeps `get` a command of its own, though it is the only one."""


@app.command()
def get(name: Annotated[str, typer.Argument(help="The model's name on the hub: OWNER/MODEL.")]) -> None:
    """Fetch an encoder from the hub and try it."""
    # The hub's library would report what runs it. Read when it is imported, which is slow and only needed here.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    try:
        from bot.nlu.encoders.hub import fetch

        licence = fetch(name)
        encoder = load_encoder(name)
    except EncoderError as error:
        _err.print(str(error), markup=False)
        raise typer.Exit(1) from error
    _out.print(f"{name} is in {fetched_folder(name)} and works: {encoder.dimensions} dimensions.", markup=False)
    _out.print(f"Its licence, as stated on the hub: {licence}. Read it before you use the model.", markup=False)
    _out.print(f"Now write `encoder: {name}` below SupportClassifier in config.yml and run: make train", markup=False)

"""All commands by name; each lives in a file of its own."""

import typer

from bot.cli import agents, customers, database, doctor, encoder, imports, metrics, serve, tokens, train, warehouse
from bot.cli.ask import ask
from bot.cli.backup import backup
from bot.cli.demo import demo
from bot.cli.eval import evaluate

app = typer.Typer(
    name="notouch",
    help="Notouch, a self-hosted support assistant.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
app.command()(serve.run)
app.command()(train.train)
app.command()(ask)
app.command("eval")(evaluate)
app.command()(demo)
app.command()(backup)
app.command()(doctor.doctor)
app.add_typer(agents.app, name="agent")
app.add_typer(customers.app, name="customers")
app.add_typer(database.app, name="db")
app.add_typer(encoder.app, name="encoder")
app.add_typer(imports.app, name="import")
for make in (warehouse.rebuild, warehouse.snapshot, warehouse.parquet):
    metrics.app.command()(make)
app.add_typer(metrics.app, name="metrics")
app.add_typer(tokens.app, name="token")

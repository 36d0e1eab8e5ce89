"""The command line: `python -m bot`, also installed as `notouch`."""

import os
import sys

from bot.base import logs
from bot.base.settings import SettingsError, load_settings


def main() -> None:
    """Run a command. What a person can mend is printed as a sentence, without a traceback."""
    # Numerical libraries would start a thread for each core, which spin while they wait; ours are small sums.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    try:
        settings = load_settings()
        logs.configure(settings.log_level, settings.log_json)
        # Imported only now: logging has to be set up before anything else is loaded.
        from bot.cli.app import app
        from bot.nlu.encoders.base import EncoderError
    except SettingsError as error:
        sys.exit(str(error))
    try:
        app()
    except (SettingsError, EncoderError) as error:
        sys.exit(str(error))

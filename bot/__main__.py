"""`python -m bot`, the same as the installed command `notouch`."""

from bot.cli import main

main()

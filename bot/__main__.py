"""`python -m bot`, the same as the installed command `notouch`."""

from bot.cli import main

# A process that is started anew by another one imports this, too.
if __name__ == "__main__":
    main()

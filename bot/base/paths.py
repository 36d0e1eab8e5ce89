"""Where things are in a checkout, whatever the working directory is."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / "data"
DOMAIN = PROJECT / "domain.yml"
MODELS = PROJECT / "models"
FRONTEND = PROJECT / "frontend" / "dist"

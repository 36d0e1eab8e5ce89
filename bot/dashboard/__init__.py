"""The analysts' pages at /analytics, and the API of the metrics.

A page gives plain data (sections of headline figures and charts); templates show it; a chart is drawn by the browser
from the table beside it.
"""

from bot.dashboard.views import STATIC, router

__all__ = ["STATIC", "router"]

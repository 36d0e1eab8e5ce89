"""What needs attention: figures that changed against the period before by more than noise, and where they did."""

from bot.metrics.insights.attention.findings import Finding, attention

__all__ = ["Finding", "attention"]

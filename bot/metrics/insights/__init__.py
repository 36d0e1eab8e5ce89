"""What figures mean together (docs/insights.md): a file a question."""

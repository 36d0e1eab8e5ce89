"""What a metric is made of: facts that are counted, and measures of them. The metrics are in the registry."""

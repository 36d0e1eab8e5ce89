"""From a question to its figures: what is asked, the SQL, the figures, and the rows behind them."""

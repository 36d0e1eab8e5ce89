"""The arithmetic under every figure: intervals, tests of differences, and how many cases are enough."""

"""Breaking the running product on purpose, and counting what was lost: short in the tests, long by `make soak`."""

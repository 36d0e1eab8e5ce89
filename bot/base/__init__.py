"""What every other part may use: settings, texts, signals, logs. Imports nothing of ours."""

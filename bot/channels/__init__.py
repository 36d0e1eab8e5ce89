"""Ways in and out: each channel authenticates, stores what comes in, and delivers what goes out."""

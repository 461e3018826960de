"""Small-number protection: pure functions that decide which counts may be shown."""

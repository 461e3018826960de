"""Office files brought in: reading, guessing what the columns mean, checking each row."""

"""One declaration for each kind of record: how its page shows it."""

"""What is due: one small provider for each kind of record, all of the same shape."""

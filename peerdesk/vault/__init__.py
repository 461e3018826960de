"""The safe: file format, keys, opening and migrations of the encrypted database."""

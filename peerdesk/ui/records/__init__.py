"""The machine that shows any kind of record: list, detail and parts."""

"""What a kind of record does beside others; one file for each kind that needs the vault."""

"""Reports gathered, issued and kept in the ledger."""

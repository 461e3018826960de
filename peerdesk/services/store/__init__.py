"""How any record gets into the vault, and how it is found there."""

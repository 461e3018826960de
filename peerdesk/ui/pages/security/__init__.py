"""The page about what opens the vault."""

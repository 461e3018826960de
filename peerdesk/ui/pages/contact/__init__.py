"""The page on which contacts are logged."""

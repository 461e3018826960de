"""The page with the record of activity."""

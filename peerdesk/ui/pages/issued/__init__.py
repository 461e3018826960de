"""The page of issued reports."""

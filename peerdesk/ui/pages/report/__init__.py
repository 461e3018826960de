"""The page on which reports are looked at and issued."""

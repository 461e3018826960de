"""Counts turned into frozen summaries that have passed the small-number protection."""

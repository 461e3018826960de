"""Backups: made, read back, kept, and put in place again."""

"""Records as pages work with them: read, written, removed, brought back."""

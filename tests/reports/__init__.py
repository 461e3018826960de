"""Tests of what reaches paper, read back from the PDF itself."""

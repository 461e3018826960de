"""Benchmarks: each beside its floor, in turns, in one run. Not part of the tests."""

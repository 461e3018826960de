"""Locks when nobody is there."""

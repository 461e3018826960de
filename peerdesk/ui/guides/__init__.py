"""Guides: one step after another, and the steps that guides share."""

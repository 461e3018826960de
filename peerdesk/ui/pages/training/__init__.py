"""The page about classes, certificates and rules."""

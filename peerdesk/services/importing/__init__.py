"""Plans read from office files, stored and taken back whole."""

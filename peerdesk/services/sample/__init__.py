"""The sample agency: invented records to look around in."""

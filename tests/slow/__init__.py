"""The slow lane: the vault under kills, power cuts and full disks. ``./run.sh test slow``."""

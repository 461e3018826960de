"""The slow lane asks Linux: strace, small disks, limits and core dumps."""

from __future__ import annotations

import sys

collect_ignore_glob = [] if sys.platform == "linux" else ["*"]

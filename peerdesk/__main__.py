"""Starts PeerDesk: the window where no verb is given, the command line otherwise."""

from __future__ import annotations

import sys

from peerdesk.exchange import apart
from peerdesk.hardening import keep_memory_private


def main() -> int:
    """Run PeerDesk and return its exit code."""
    keep_memory_private()
    if sys.argv[1:2] == [apart.WORD]:
        apart.main()
        return 0
    from peerdesk.cli.main import (  # noqa: PLC0415 - so that an import of the package stays light
        run,
    )

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())

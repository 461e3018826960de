"""PeerDesk: a peer support program's records, kept where only its coordinator can read them."""

__version__ = "0.1.0"

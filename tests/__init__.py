"""Tests of PeerDesk, laid out like the package."""

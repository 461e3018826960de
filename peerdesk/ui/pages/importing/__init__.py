"""The guide that brings office files in."""

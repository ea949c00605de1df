"""Estates that a sandbox can start with."""

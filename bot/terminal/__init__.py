"""Lensbot in a terminal."""

"""Isoscope in notebooks and scripts; the names that the package itself offers."""

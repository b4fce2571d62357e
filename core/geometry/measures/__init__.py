"""Measures of a space beside I(W): one file each, declaring a `Measure`."""

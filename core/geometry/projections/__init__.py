"""Projections to two or three dimensions: one file each, declaring a `Projection`."""

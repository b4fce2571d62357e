"""Isoscope: what fine-tuning does to the geometry of an embedding space.

One direction of travel, nothing flows back:

    checkpoint + texts -> spaces -> geometry -> studies -> figures -> pages
"""

__version__ = "0.1.0"

"""The catalogue: one file a family, each declaring a `Card` or a list of them."""

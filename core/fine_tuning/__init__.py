"""Siamese fine-tuning on scored pairs, with the geometry of every layer measured on the way."""

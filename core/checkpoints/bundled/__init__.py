"""Checkpoints that come with Isoscope: one folder each, with weights, tokenizer and a card.json."""

"""A small BERT of our own: masked language modelling on text that may be redistributed."""

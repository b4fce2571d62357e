"""Pure maths of embedding spaces: arrays in, arrays out. Rows are tokens (or sentences)."""

"""Which parameters are trained: one file each."""

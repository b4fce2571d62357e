"""What training makes small: one file each."""

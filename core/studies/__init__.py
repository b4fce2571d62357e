"""The questions put to a space, one file each; answers are kept on disk."""

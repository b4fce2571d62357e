"""The questions put to a space, a file for each; answers are stored on disk."""

"""What jobs can do: one file a kind of job."""

"""`python -m core`: arguments, tables, JSON, CSV and exit codes."""

"""Plotly figures from study results, and nothing else."""

"""What an installation may lack: packages that only some work needs."""

EXTRAS = {
    "dashboard": ("streamlit", "plotly", "pandas", "pyarrow", "umap", "numba"),
    "train": ("sentence_transformers", "accelerate", "datasets", "peft"),
    "cluster": ("ray",),
}


def extra_with(package: str) -> str | None:
    """The extra of `pip install 'isoscope[EXTRA]'` that brings an importable package; None if none does."""
    return next((extra for extra, modules in EXTRAS.items() if package in modules), None)

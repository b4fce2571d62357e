"""What an installation may lack: packages that only some work needs."""

EXTRAS = {
    "dashboard": ("streamlit", "plotly", "pandas", "umap", "numba"),
    "train": ("sentence_transformers", "accelerate", "datasets", "peft"),
    "cluster": ("ray",),
}


def extra_with(module: str | None) -> str | None:
    """The extra of `pip install 'isoscope[EXTRA]'` that brings a module; None if it is not of any."""
    package = (module or "").partition(".")[0]
    return next((extra for extra, modules in EXTRAS.items() if package in modules), None)

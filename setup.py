"""Which folders become which packages: `core` is installed as `isoscope`, the dashboard inside it. The rest: pyproject.toml."""

import re
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

FOLDERS = {"isoscope": "core", "isoscope.dashboard": ".", "isoscope.dashboard.pages": "pages"}
_IMPORT = re.compile(r"^(\s*(?:from|import) )(core|pages)\b", re.M)
_INSTALLED = {"core": "isoscope", "pages": "isoscope.dashboard.pages"}


def as_installed(source: str) -> str:
    """A script of the dashboard that imports by the names that a user's site-packages have."""
    return _IMPORT.sub(lambda found: found[1] + _INSTALLED[found[2]], source)


class BuildDashboard(build_py):
    """Copies modules as always; those of the dashboard then get the installed names.

    `core` imports relatively, so that nothing in it needs to be changed. The scripts cannot: streamlit runs them as files.
    To make `core` another name of `isoscope` while they run is no way out, for `import core.texts.find` then sets what the
    package `texts` calls `find`, a function, to the module of that name.
    """

    def build_module(self, module: str, module_file: str, package: str) -> tuple[str, bool]:
        """Copy a module into the build folder."""
        written, copied = super().build_module(module, module_file, package)
        if ".".join(package if isinstance(package, (list, tuple)) else [package]).startswith("isoscope.dashboard"):
            path = Path(written)
            path.write_text(as_installed(path.read_text(encoding="utf-8")), encoding="utf-8")
        return written, copied


def packages() -> list[str]:
    """Every package that is installed."""
    inside = {name: find_packages(folder) for name, folder in FOLDERS.items() if folder != "."}
    return [*FOLDERS, *(f"{name}.{found}" for name, folders in inside.items() for found in folders)]


if __name__ == "__main__":
    setup(
        script_name="setup.py",  # so that this file is none of the top level's modules
        package_dir=FOLDERS,
        packages=packages(),
        cmdclass={"build_py": BuildDashboard},
    )

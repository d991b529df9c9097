"""What the run was made with."""

from __future__ import annotations

from ..facts import Facts
from ..text import listed
from .citations import Citations

_NAMES = {
    "libtorch": "LibTorch", "hdf5": "HDF5", "zlib": "zlib", "openssl": "OpenSSL", "re2": "RE2", "eigen": "Eigen",
}  # fmt: skip


def software(facts: Facts, cite: Citations) -> list[str]:
    """Versions, from the manifests of all jobs."""
    libraries = facts.libraries()
    compiler = libraries.pop("compiler")
    named = [_named(name, version, cite) for name, version in libraries.items()]
    return [
        f"All of this was done with creflow {listed(facts.versions())}, compiled with {compiler}, with "
        f"{listed(named)}, as a workflow of Snakemake{cite('Mölder et al. 2021')}."
    ]


def _named(name: str, version: str, cite: Citations) -> str:
    title = _NAMES.get(name, name)
    own = version if version.startswith(title) else f"{title} {version}"  # OpenSSL says its name itself
    return f"{own}{cite('Paszke et al. 2019')}" if name == "libtorch" else own

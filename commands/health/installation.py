"""Is everything installed that Attune needs, as it was made? Versions, coder, rubric, patients, extras."""

from __future__ import annotations

import platform
import re
import sqlite3
from importlib import metadata

from commands.health.finding import Finding, note, wrong
from scenarios.faults import ScenarioError
from scenarios.library import shipped
from scenarios.load import load_scenario

LIBRARIES = ("textual", "sqlalchemy", "onnxruntime", "numpy")
"""Those whose version is asked for first when something is odd."""
EXTRAS = {
    "cluster": "work spread over several computers",
    "parquet": "large corpora in columns, for attune code",
    "pdf": "attune report --format pdf",
    "postgres": "sessions kept in PostgreSQL",
    "seal": "bundles sealed to a course's key",
    "serve": "attune serve",
}
"""What each extra of `pyproject.toml` is for; those for developers are not told of."""
_WANTED = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*).*;.*\bextra *== *['\"]([a-z]+)['\"]")


def versions() -> dict[str, str]:
    """Versions of what Attune stands on, by name."""
    told = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    for name in LIBRARIES:
        try:
            told[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            told[name] = "missing"
    return told


def libraries() -> Finding:
    """What Attune stands on."""
    found = versions()
    words = ", ".join(f"{name} {version}" for name, version in found.items())
    missing = [name for name, version in found.items() if version == "missing"]
    system = f"{platform.system()} {platform.machine()}"
    if missing:
        return wrong("Libraries", f"{words}, on {system}", "Install Attune again: pip install --force-reinstall attune")
    return Finding("Libraries", f"{words}, on {system}", data={**found, "system": system})


def coder() -> Finding:
    """The coder, with its files held against their hashes."""
    from scoring.coder import load_coder  # noqa: PLC0415  loading the coder takes 0.2 s
    from scoring.coder.assets import DATA, CoderDataError, read_manifest  # noqa: PLC0415  as above

    try:
        found = load_coder()
        digests = read_manifest(DATA).sha256
    except CoderDataError as error:
        return wrong("Coder", str(error), "Install Attune again: pip install --force-reinstall attune")
    state = f"{found.id} {found.version}; its files match their hashes (tuned.onnx {digests['tuned.onnx'][:12]}…)"
    return Finding("Coder", state, data={"id": found.id, "version": found.version, "sha256": digests})


def rubric() -> Finding:
    """The rubric by which new sessions are scored."""
    from scoring.rubric import version  # noqa: PLC0415  keeps --help quick

    return Finding("Rubric", f"{version()}, not validated by clinicians", data=version())


def patients() -> list[Finding]:
    """Every shipped patient."""
    return [_patient(name) for name in shipped()]


def _patient(name: str) -> Finding:
    try:
        found = load_scenario(shipped()[name]).version
    except ScenarioError as error:
        mend = "Install Attune again: pip install --force-reinstall attune"
        return wrong(f"Patient {name}", f"faulty: {error.faults[0]}", mend)
    return Finding(f"Patient {name}", found, data=found)


def extras(requirements: list[str] | None = None) -> list[Finding]:
    """What may be installed besides, and what for. `requirements`: as the installed package states them."""
    if requirements is None:
        requirements = metadata.requires("attune") or []
    wanted: dict[str, list[str]] = {}
    for requirement in requirements:
        if (named := _WANTED.match(requirement)) and named[2] in EXTRAS:
            wanted.setdefault(named[2], []).append(named[1])
    return [_extra(name, wanted[name]) for name in sorted(wanted)]


def _extra(name: str, packages: list[str]) -> Finding:
    found: dict[str, str] = {}
    for package in packages:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    purpose = EXTRAS[name]
    data = {"for": purpose, "installed": len(found) == len(packages), "packages": found}
    if len(found) == len(packages):
        words = ", ".join(f"{package} {version}" for package, version in found.items())
        return Finding(f"Extra {name}", f"for {purpose}: {words}", data=data)
    return note(
        f"Extra {name}", f"for {purpose}: not installed", f"Where it is wanted: pip install 'attune[{name}]'", data
    )

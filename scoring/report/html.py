"""A report as one HTML page that needs nothing else and runs nothing: no scripts, no addresses, only its own style.

Jinja escapes every value; the page's policy forbids whatever might slip through. Jinja takes 50 ms to import,
so this module is loaded only where a page is asked for.
"""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from scoring import words
from scoring.marks import NO_EFFECT
from scoring.report import chart
from scoring.report.view import Report


def report_html(report: Report) -> str:
    """The page, ended by a newline."""
    style = resources.files("scoring.report").joinpath("templates", "report.css").read_text("utf-8")
    environment = Environment(
        loader=PackageLoader("scoring.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("report.html.jinja").render(
        report=report, style=style, policy=content_policy(style), words=words, frame=chart, no_effect=NO_EFFECT
    )


def content_policy(style: str) -> str:
    """Allows exactly the style that stands between `<style>` and `</style>`, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"

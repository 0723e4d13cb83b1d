"""A report as PDF, set by Typst, with its fonts within. Needs the extra `pdf`.

The page's layout is a fixed file; what trainee and scenario wrote reaches it as JSON, as values and never as markup.
No font of the computer is used and no time is written, so that the same session gives the same bytes anywhere.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import resources
from importlib.util import find_spec

from scoring import words
from scoring.marks import NO_EFFECT
from scoring.report.view import Report


class NoTypesetterError(Exception):
    """The extra `pdf` is not installed; the message says how to add it."""


def report_pdf(report: Report) -> bytes:
    """The file's bytes. Raises `NoTypesetterError`."""
    if find_spec("typst") is None:
        raise NoTypesetterError(
            "PDF needs the extra `pdf`: pip install 'attune[pdf]'. Without it: --format html, and print the page."
        )
    import typst  # noqa: PLC0415  the extra `pdf`; 20 MB that only this form needs

    layout = resources.files("scoring.report").joinpath("templates", "report.typ").read_bytes()
    heads = {
        "strengths": words.strengths_head(report.patient),
        "serious": words.SERIOUS,
        "chances": words.CHANCES,
        "tests": words.TESTS,
        "notes": words.NOTES,
        "marks": words.MARKS,
        "no_effect": NO_EFFECT,
        "counts": words.COUNTS,
        "about_counts": words.ABOUT_COUNTS,
        "silence": words.SILENCE,
    }
    data = json.dumps({"report": asdict(report), "heads": heads}, ensure_ascii=False)
    pdf: bytes = typst.compile(layout, ignore_system_fonts=True, sys_inputs={"data": data})
    return pdf

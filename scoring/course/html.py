"""A course report as one HTML page that runs and fetches nothing; drawn and styled as a session's report is."""

from __future__ import annotations

from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from scenarios.clean import clean_line
from scoring.course.view import NOTHING, CourseReport, shown
from scoring.report.html import content_policy


def course_html(report: CourseReport) -> str:
    """The page, ended by a newline."""
    style = resources.files("scoring.report").joinpath("templates", "report.css").read_text("utf-8")
    style += resources.files("scoring.course").joinpath("templates", "course.css").read_text("utf-8")
    environment = Environment(
        loader=PackageLoader("scoring.course"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["shown"] = lambda value: clean_line(shown(value))
    return environment.get_template("course.html.jinja").render(
        report=report, style=style, policy=content_policy(style), nothing=NOTHING
    )

"""Both pages as people meet them in a browser: readable for all, in light and dark, on paper and on a telephone.

axe-core (Deque) looks for what keeps people out, as far as a program can find it. It cannot judge the contrast of words
in drawings, so that is computed here. It is downloaded for this test alone and ships with nothing.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commands.course.report import rendered
from scoring.course.cohort import Cohort
from scoring.course.compose import course_report
from scoring.report.compose import report_of
from scoring.report.html import report_html
from simulator.marks import Disputed, SelfRated
from simulator.session import apply
from tests.course.test_cohort import crowd, digest
from tests.programs import go_without
from tests.report.test_report_view import session
from tests.serving.chromium import Page, browser, find

AXE = "axe-core@4.14.1"
WAYS = {"light": ("screen", "light"), "dark": ("screen", "dark"), "print": ("print", "light")}
WIDTHS = (1000, 360)
LOOK = """axe.run(document, {resultTypes: ['violations']}).then(found => JSON.stringify(
    found.violations.map(one => [one.id, one.nodes.length, one.nodes[0].html, one.nodes[0].failureSummary])))"""
CONTRASTS = """(() => {
    const light = colour => {
        const [r, g, b] = colour.match(/[0-9.]+/g).slice(0, 3).map(part => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const page = light(getComputedStyle(document.body).backgroundColor);
    return [...document.querySelectorAll('svg text')].map(one => {
        const ink = light(getComputedStyle(one).fill);
        return (Math.max(ink, page) + 0.05) / (Math.min(ink, page) + 0.05);
    });
})()"""
"""Contrast of every word in a drawing with the page, as WCAG 2 defines it."""


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core, installed for this run."""
    npm = shutil.which("npm")
    if npm is None:
        go_without("npm is not installed, and axe-core comes by it")
    folder = tmp_path_factory.mktemp("axe")
    install = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), AXE]
    done = subprocess.run(install, capture_output=True, text=True, check=False, timeout=180, cwd=folder)
    if done.returncode != 0:
        go_without(f"npm could not install {AXE} (no network?)")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def session_page() -> str:
    marked = session()
    for mark in (Disputed(1, "advice", "not_shown", "I asked what she thought."), SelfRated(3, 2, "better")):
        marked = apply(marked, mark)
    return report_html(report_of(marked))


def cohort_page() -> str:
    cohort = Cohort()
    long = "a-patient-of-whom-nobody-knows-the-title-and-whose-name-is-far-too-long"
    for one in (*crowd(9), *crowd(6, overall=720, scenario=long), digest("finch", 810), digest("finch", None)):
        cohort.add(one)
    titles, said = (
        {"ellie": "Ellie: If you were me"},
        {("ellie", "the_ask"): "If you were in my place, what would you do?"},
    )
    return rendered(course_report(cohort, titles, said, people=True), "html")


async def shown(page: Page, file: Path, way: str, width: int) -> None:
    medium, scheme = WAYS[way]
    likes = [{"name": "prefers-color-scheme", "value": scheme}]
    await page.call("Emulation.setEmulatedMedia", media=medium, features=likes)
    await page.call(
        "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 500
    )
    await page.open(file.as_uri())
    while await page.run("document.readyState + location.href") != f"complete{file.as_uri()}":  # noqa: ASYNC110  a page
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("made", [session_page, cohort_page])
async def test_a_page_keeps_nobody_out_and_runs_nothing(made: Callable[[], str], axe: str, tmp_path: Path) -> None:
    program = find() or go_without("no Chromium here")
    file = tmp_path / "page.html"
    file.write_text(made(), "utf-8")
    found: dict[str, Any] = {}

    async with browser(program, tmp_path / "profile") as page:
        for way in WAYS:
            for width in WIDTHS:
                await shown(page, file, way, width)
                contrasts = await page.run(CONTRASTS)
                across = await page.run("document.documentElement.scrollWidth")
                await page.run(axe)
                found[f"{way} {width}"] = json.loads(await page.run(LOOK))

                assert min(contrasts) >= 4.5, f"{way}: words in a drawing are hard to read"
                assert way == "print" or across <= width, f"{way}, {width} wide: one has to scroll sideways"
        asked = {url for url in page.urls if not url.startswith("file:") and url != "about:blank"}

    assert found == {f"{way} {width}": [] for way in WAYS for width in WIDTHS}
    assert asked == set()
    assert page.complaints == []

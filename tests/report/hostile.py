"""Texts that want to be more than text, and a patient and a session made of them."""

from __future__ import annotations

import json

from scenarios.clean import clean
from scenarios.model import Scenario
from simulator.session import Session
from tests.scripted import play, scenario_of, worded

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "</style><style>@import url(//evil.example/x.css);</style>",
    "</title></head><body onload=alert(1)>",
    "<a href='javascript:alert(1)'>press me</a>",
    "<!-- <b>bold</b> -->",
    "&lt;b&gt;&#60;i&#62;",
    "\u0338\u0338 leans on the sign before it",
    "[press](https://evil.example) ![seen](https://evil.example/pixel.png)",
    "[x]: https://evil.example\n[x]",
    "see https://evil.example/a?b=c&d, www.evil.example, ftp://evil.example or mail me@evil.example",
    "evil.example and ☃.net and mailto:me@evil.example",
    "<https://evil.example>",
    "# Heading\n\nSetext\n======\n\n---\n\n***",
    "- item\n+ item\n* item\n1. item\n2) item\n> quote\n- [ ] task",
    "    indented code\n\n```html\n<b>fenced</b>\n```\n\n`tick` ~~~ ~~gone~~",
    "a | b\n--- | ---\n1 | 2",
    "**bold** __bold__ *i* _i_ $x$ ^up^ [^1] :+1: backslash \\",
    "{{7*7}} {% raw %} ${7*7} #{7*7} <%= 7*7 %>",
    "=1+1\n+1\n-1\n@SUM(A1)\n%title",
    "\x1b[31mred\x1b[0m \x9b2J \u202eback\u202c \x07",
    "line one\nline two\n\n\n    line three  ",
)


def hostile_scenario(text: str) -> Scenario:
    """A patient of whom every word is hostile; some fields hold no more than 40 characters."""
    words, short = json.dumps(text), json.dumps(text[:40])
    head = f"""
format: 1
id: small
version: 1.0.0
title: {words}
language: en
about: {{level: 1, minutes: 5, warnings: [{words}]}}
setting: {{service: {words}, mode: in_person, session: {short}, policy: {words}}}
brief: {words}
persona: {{name: {short}, age: 30, pronouns: {short}}}
state: {{trust: 50, openness: 50, distress: 40}}
beliefs: {{alone: {{goal: {words}, danger: {words}, strength: 50}}}}
rubric: {{responsiveness: 1, self_disclosure: 1, confidentiality: 1}}
"""
    body = f"""
start: one
beats:
  one:
    says: [{words}]
    shows: {words}
    moment: {{needs: listen}}
    test: {{belief: alone, kind: transference, window: 3}}
    hears:
      reflection: {{fit: 3, because: {words}, change: {{beliefs.alone: -5}}, say: [{words}], shows: {words}}}
      advice: {{fit: -3, because: {words}, say: [{words}]}}
    limit: {{turns: 3, go: end}}
  end: {{ending: good, says: [{words}]}}
debrief: {{notes: {words}, exemplars: {{one: [{words}]}}}}
"""
    return scenario_of(body, head)


def hostile_session(text: str) -> Session:
    """A finished session in which trainee and patient say nothing else; replies are cleaned, as at every entry."""
    reply = clean(text).strip()
    steps = [
        worded(reply, (reply, "advice")),
        worded(reply, (reply[:9], "promises_secrecy")),
        worded(reply, (reply, "simple_reflection")),
    ]
    return play(hostile_scenario(text), steps)

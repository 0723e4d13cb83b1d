"""From plain values of the right shape to a `Scenario`, checking every name that one part uses of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from scenarios.build_parts import Parts, Plain
from scenarios.condition_parser import parse_condition
from scenarios.conditions import Condition
from scenarios.expectations import read_expectations
from scenarios.faults import suggest
from scenarios.model import (
    About,
    Beat,
    Belief,
    Coaching,
    Debrief,
    Defaults,
    Example,
    Exit,
    Fact,
    Limit,
    Moment,
    PatientTest,
    Persona,
    Reaction,
    Scenario,
    Setting,
    SharingSituation,
    Weights,
)
from scenarios.paths import Path, key_mark, node_at
from scenarios.salvage import was_written

_NEEDED = "Add `moment: {needs: listen}`; if the session ends here, `ending: good`, `mixed` or `poor`."


class Builder(Parts):
    """Builds one scenario; faults collect in `faults` and never stop the building."""

    def scenario(self) -> Scenario:
        """The whole; only to be used when `faults` is empty afterwards."""
        plain = self.plain
        about, setting, persona = plain["about"], plain["setting"], plain["persona"]
        debrief = plain.get("debrief", {})
        self.state_names()
        self.beat_name(plain["start"], ("start",))
        defaults = self.defaults(plain.get("defaults", {}))
        beats = {name: self.beat(name, entry) for name, entry in plain["beats"].items()}
        return Scenario(
            id=plain["id"],
            version=plain["version"],
            title=plain["title"],
            language=plain.get("language", "en"),
            about=About(
                level=about["level"],
                minutes=about["minutes"],
                sources=tuple(about.get("sources", ())),
                warnings=tuple(about["warnings"]),
                reviewed=about.get("reviewed") or "",
            ),
            setting=Setting(
                service=setting["service"],
                jurisdiction=setting.get("jurisdiction", ""),
                mode=setting["mode"],
                session=setting.get("session", ""),
                policy=setting.get("policy", ""),
            ),
            brief=plain["brief"].strip(),
            persona=Persona(persona["name"], persona["age"], persona["pronouns"]),
            state=MappingProxyType(dict(plain["state"])),
            beliefs=MappingProxyType({
                name: Belief(entry["goal"], entry["danger"], entry["strength"])
                for name, entry in plain.get("beliefs", {}).items()
            }),
            plan=plain.get("plan", ""),
            facts=tuple(self.fact(entry, ("facts", i)) for i, entry in enumerate(plain.get("facts", ()))),
            defaults=defaults,
            exits=tuple(self.exit(entry, ("exits", i)) for i, entry in enumerate(plain.get("exits", ()))),
            start=plain["start"],
            beats=MappingProxyType(beats),
            rubric=Weights(**plain["rubric"]),
            debrief=Debrief(
                debrief.get("notes", ""), MappingProxyType(dict(self.exemplars(debrief.get("exemplars", {}))))
            ),
            examples=tuple(self.example(entry, ("examples", i)) for i, entry in enumerate(plain.get("examples", ()))),
            sha256=self.sha256,
            speaking=MappingProxyType({
                name: _speaking((*beat.hears, *defaults.hears)) for name, beat in beats.items()
            }),
            level_names=(*plain["state"], *(f"beliefs.{name}" for name in plain.get("beliefs", {}))),
        )  # fmt: skip

    def reaction(self, value: Plain | None, path: Path, rule: str, key: Condition | None = None) -> Reaction | None:
        """One reaction, or `None` where none is written."""
        if value is None:
            return None
        go = value.get("go")
        return Reaction(
            rule=rule,
            mark=key_mark(self.root, path),
            key=key,
            fit=value.get("fit"),
            because=value.get("because", "").strip(),
            change=self.changes(value.get("change"), (*path, "change")),
            say=self.speech(value.get("say"), (*path, "say")),
            shows=value.get("shows", ""),
            sounds=value.get("sounds", ""),
            go=None if go is None else self.beat_name(go, (*path, "go")),
        )

    def hears(self, value: Plain, path: Path, owner: str) -> Iterator[Reaction]:
        """Entries in written order."""
        for i, (text, entry) in enumerate(value.items()):
            here = (*path, text)
            key = self.condition(text, here, is_key=True)
            made = self.reaction(entry, here, f"{owner}.hears[{i}]", key)
            if made is not None and key is not None:
                yield made

    def beat(self, name: str, value: Plain) -> Beat:
        """One beat."""
        path: Path = ("beats", name)
        ending = value.get("ending")
        moment = value.get("moment")
        if not was_written(self.as_written, (*path, "ending")):
            self._complete(name, path)
        if ending is not None:
            for extra in (
                "moment",
                "hears",
                "otherwise",
                "unclear",
                "silence",
                "limit",
                "test",
                "coaching",
                "confidentiality",
            ):
                if extra in value:
                    message = f"`{extra}` has no effect on an ending."
                    self.fault((*path, extra), "after-ending", message, "Remove it, or remove `ending`.", on_key=True)
        limit = value.get("limit")
        return Beat(
            id=name,
            mark=key_mark(self.root, path),
            says=self.speech(value.get("says"), (*path, "says")),
            shows=value.get("shows", ""),
            sounds=value.get("sounds", ""),
            moment=None if moment is None else Moment(**moment),
            hears=tuple(self.hears(value.get("hears", {}), (*path, "hears"), name)),
            otherwise=self.reaction(value.get("otherwise"), (*path, "otherwise"), f"{name}.otherwise"),
            unclear=self.reaction(value.get("unclear"), (*path, "unclear"), f"{name}.unclear"),
            silence=self.reaction(value.get("silence"), (*path, "silence"), f"{name}.silence"),
            test=self.test(name, value.get("test")),
            coaching=self.coaching(name, value.get("coaching")),
            confidentiality=None if "confidentiality" not in value else SharingSituation(**value["confidentiality"]),
            limit=None if limit is None else self.limit(limit, (*path, "limit")),
            aim=value.get("aim", ""),
            ending=ending,
        )  # fmt: skip

    def _complete(self, name: str, path: Path) -> None:
        """A beat that ends nothing must say something and need something."""
        if not was_written(self.as_written, (*path, "moment")):
            message = f"The beat `{name}` does not say what it needs."
            self.fault(path, "missing-moment", message, _NEEDED, on_key=True)
        if not was_written(self.as_written, (*path, "says")):
            self.fault(path, "missing-says", f"The beat `{name}` says nothing.", 'Add `says: ["…"]`.', on_key=True)

    def limit(self, value: Plain, path: Path) -> Limit:
        """A beat's limit."""
        go = self.beat_name(value["go"], (*path, "go"))
        return Limit(value["turns"], go, self.speech(value.get("say"), (*path, "say")))

    def test(self, beat: str, value: Plain | None) -> PatientTest | None:
        """A beat's test."""
        if value is None:
            return None
        path: Path = ("beats", beat, "test")
        if value["belief"] not in self.beliefs:
            self.fault(
                (*path, "belief"),
                "unknown-belief",
                f"There is no belief `{value['belief']}`.",
                suggest(value["belief"], self.beliefs),
            )
        return PatientTest(
            beat=beat,
            belief=value["belief"],
            kind=value["kind"],
            window=value["window"],
            hidden=value.get("hidden", False),
            pass_when=self.condition(value.get("pass_when"), (*path, "pass_when")),
            fail_when=self.condition(value.get("fail_when"), (*path, "fail_when")),
            lapse=value.get("lapse", "failed"),
            passed=self.reaction(value.get("passed"), (*path, "passed"), f"{beat}.test.passed"),
            failed=self.reaction(value.get("failed"), (*path, "failed"), f"{beat}.test.failed"),
        )

    def coaching(self, beat: str, value: Plain | None) -> Coaching | None:
        """A beat's coaching."""
        if value is None:
            return None
        follow = self.condition(value.get("follow_when"), ("beats", beat, "coaching", "follow_when"))
        return Coaching(value["level"], value["need"], value.get("window", 2), follow)

    def defaults(self, value: Plain) -> Defaults:
        """How this patient takes things in any beat."""
        return Defaults(
            tuple(self.hears(value.get("hears", {}), ("defaults", "hears"), "defaults")),
            *(
                self.reaction(value.get(name), ("defaults", name), f"defaults.{name}")
                for name in ("otherwise", "unclear", "silence")
            ),
        )

    def exit(self, value: Plain, path: Path) -> Exit:
        """One exit; a faulty condition is replaced, since the faults keep the scenario from being used."""
        when = self.condition(value["when"], (*path, "when"))
        go = self.beat_name(value["go"], (*path, "go"))
        return Exit(when or parse_condition("silence", self.names), go, node_at(self.root, path).mark)

    def fact(self, value: Plain, path: Path) -> Fact:
        """One fact."""
        ask = value["ask"]
        return Fact(
            (ask,) if isinstance(ask, str) else tuple(ask),
            self.speech(value["say"], (*path, "say")),
            self.condition(value.get("needs"), (*path, "needs")),
            self.speech(value.get("otherwise"), (*path, "otherwise")),
        )

    def exemplars(self, value: Plain) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Good replies by beat."""
        for name, replies in value.items():
            if name not in self.beats:
                self.fault(
                    ("debrief", "exemplars", name), "unknown-beat", f"There is no beat `{name}`.",
                    suggest(name, self.beats, noun="Beats"), on_key=True,
                )  # fmt: skip
            yield name, (replies,) if isinstance(replies, str) else tuple(replies)

    def example(self, value: Plain, path: Path) -> Example:
        """One example, its expectations checked."""
        mark = node_at(self.root, path).mark
        marks = {name: node_at(self.root, (*path, "expect", name)).mark for name in value["expect"]}
        expect, faults = read_expectations(value["expect"], marks, self.file, self.states, self.beliefs, self.beats)
        self.faults.extend(faults)
        at, levels = value.get("at"), value.get("set") or {}
        if at is not None and self.beat_name(at, (*path, "at")) in self.beats and self._is_ending(at):
            self.fault((*path, "at"), "after-ending", f"`{at}` is an ending: no reply can follow it.", "Name a beat.")
        return Example(value["name"], tuple(value["replies"]), expect, mark, at, self.changes(levels, (*path, "set")))

    def _is_ending(self, beat: str) -> bool:
        written = self.as_written["beats"][beat]
        return isinstance(written, Mapping) and "ending" in written


def _speaking(entries: tuple[Reaction, ...]) -> Mapping[str, tuple[Reaction, ...]]:
    """The entries that ask for each code, in order."""
    found: dict[str, tuple[Reaction, ...]] = {}
    for entry in entries:
        for code in entry.key.speaks_of if entry.key else ():
            found[code] = (*found.get(code, ()), entry)
    return MappingProxyType(found)

"""One beat in words: what the patient needs there, what it tests, and what each reply leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from authoring.prose_conditions import beat_words, condition_words, when_words
from scenarios import vocabulary
from scenarios.model import Beat, Coaching, PatientTest, Reaction, Scenario, Variation
from scoring.words import fit_words, joined, plural, sentence, signed

_ASKS = {
    "advice": "asks outright for advice",
    "fact": "asks outright for a fact",
    "truth": "asks outright for the truth",
    "personal": "asks something about the therapist",
}
_RISK = {"hint": "There is a hint of danger.", "open": "Danger has been told of."}
_KINDS = {
    "transference": "the old injury could be repeated",
    "passive_into_active": "the patient does what was once done to them",
}
_LEVELS = {"subtle": "between the lines", "plain": "plainly", "giving_up": "on the point of giving up"}


@dataclass(frozen=True, slots=True)
class BeatWords:
    """Words about the beats of one scenario; `order` gives the numbers of those that are no endings."""

    scenario: Scenario
    order: tuple[str, ...]

    @property
    def name(self) -> str:
        """The patient's name."""
        return self.scenario.persona.name

    def title(self, beat: str) -> str:
        """A beat's name in words."""
        return beat_words(beat)

    def heading(self, beat: str) -> str:
        """A beat's name as it stands over its part."""
        words = beat.replace("_", " ")
        return f"{words[:1].upper()}{words[1:]}"

    def place(self, beat: str) -> str:
        """A beat as one is sent to it: by its number, or as an ending."""
        if beat in self.order:
            return f"{self.order.index(beat) + 1}, {beat_words(beat)}"
        return f"the ending {beat_words(beat)}"

    def directions(self, part: Beat | Reaction) -> Iterator[str]:
        """What can be seen and heard."""
        if part.shows:
            yield f"{self.name} {part.shows}."
        if part.sounds:
            yield f"One hears: {part.sounds}."

    def about(self, beat: Beat) -> Iterator[str]:
        """What the moment is, and what hangs on it."""
        if beat.moment is not None:
            moment = beat.moment
            asks = f", and {_ASKS[moment.asks]}" if moment.asks else ""
            feels = f" There is {moment.feels} in the room." if moment.feels not in {"neutral", "calm"} else ""
            danger = f" {_RISK[moment.risk]}" if moment.risk in _RISK else ""
            yield f"{self.name} needs {vocabulary.moments()[moment.needs].label}{asks}.{feels}{danger}"
        if beat.aim:
            yield f"A good reply: {sentence(beat.aim)}"
        if beat.test is not None:
            yield from self._test(beat.test)
        if beat.coaching is not None:
            yield self._coaching(beat.coaching)
        if beat.confidentiality is not None:
            sharing = beat.confidentiality
            situation = vocabulary.situations()[sharing.situation]
            truth = f" What is true: {sentence(sharing.truth)}" if sharing.truth else ""
            asked = "; ".join(rule.text.rstrip(".") for rule in situation.required)
            yield f"Confidentiality – {situation.title.lower()}: {asked}.{truth}"

    def replies(self, beat: Beat) -> Iterator[str]:
        """What each reply leads to, in the order in which it is tried."""
        for entry in beat.hears:
            when = when_words(entry.key, self.scenario) if entry.key is not None else "anything is said"
            yield f"When {when}: {self.outcome(entry)}"
        yield from self._catch_alls(beat.otherwise, beat.unclear, beat.silence)
        if beat.limit is not None:
            said = self._says(beat.limit.say)
            yield f"After {plural(beat.limit.turns, 'turn')} here: {said}goes on to {self.place(beat.limit.go)}."

    def general(self) -> Iterator[str]:
        """How the patient takes things in any beat, and the ways out."""
        defaults = self.scenario.defaults
        for entry in defaults.hears:
            when = when_words(entry.key, self.scenario) if entry.key is not None else "anything is said"
            yield f"When {when}: {self.outcome(entry)}"
        yield from self._catch_alls(defaults.otherwise, defaults.unclear, defaults.silence)
        for way_out in self.scenario.exits:
            words = condition_words(way_out.when, self.scenario)
            yield f"As soon as {words}: goes to {self.place(way_out.go)}."

    def outcome(self, reaction: Reaction) -> str:
        """What a reaction does, as sentences."""
        parts = []
        if reaction.fit is not None:
            parts.append(sentence(f"{fit_words(reaction.fit)} ({signed(reaction.fit)})"))
        if reaction.because:
            parts.append(sentence(reaction.because))
        if reaction.say:
            parts.append(f"{self.name} says {self._or(reaction.say)}")
        parts += self.directions(reaction)
        if reaction.change:
            parts.append(sentence(joined(list(self._changes(reaction.change)))))
        if reaction.go is not None:
            parts.append(f"Goes on to {self.place(reaction.go)}.")
        return " ".join(parts) or "the conversation stays here."

    def _catch_alls(
        self, otherwise: Reaction | None, unclear: Reaction | None, silence: Reaction | None
    ) -> Iterator[str]:
        if otherwise is not None:
            yield f"Any other reply: {self.outcome(otherwise)}"
        if unclear is not None:
            yield f"A reply that is not understood: {self.outcome(unclear)}"
        if silence is not None:
            yield f"When the therapist waits in silence: {self.outcome(silence)}"

    def _test(self, test: PatientTest) -> Iterator[str]:
        belief = self.scenario.beliefs[test.belief]
        hidden = f" {self.name} gives no sign that something is awaited." if test.hidden else ""
        yield (
            f"A test: will it happen again, that {belief.danger}? ({sentence(_KINDS[test.kind])[:-1]}.) "
            f"It is open for {plural(test.window, 'turn')}.{hidden}"
        )
        passes = (
            f"when {when_words(test.pass_when, self.scenario)}" if test.pass_when else "by a reply that meets the need"
        )
        fails = (
            f"when {when_words(test.fail_when, self.scenario)}"
            if test.fail_when
            else "by a reply that goes against the need"
        )
        lapse = ", or by waiting too long" if test.lapse == "failed" else ""
        yield f"It is passed {passes}.{self._then(test.passed)} It is failed {fails}{lapse}.{self._then(test.failed)}"

    def _then(self, reaction: Reaction | None) -> str:
        return "" if reaction is None else f" Then: {self.outcome(reaction)}"

    def _coaching(self, coaching: Coaching) -> str:
        need = vocabulary.moments()[coaching.need].label
        when = f", heard when {when_words(coaching.follow_when, self.scenario)}" if coaching.follow_when else ""
        turns = plural(coaching.window, "turn")
        return (
            f"{self.name} says {_LEVELS[coaching.level]} what would help: {need}{when}. It can be taken up for {turns}."
        )

    def _changes(self, changes: Mapping[str, int]) -> Iterator[str]:
        for level, amount in changes.items():
            name = level.replace("_", " ")
            if level.startswith("beliefs."):
                name = f"the fear that {self.scenario.beliefs[level.removeprefix('beliefs.')].danger}"
            yield f"{name} {signed(amount)}"

    def _says(self, lines: Sequence[Variation]) -> str:
        return f"{self.name} says {self._or(lines)}, and " if lines else ""

    def _or(self, lines: Sequence[Variation]) -> str:
        return " or ".join(
            f"“{' '.join(line.text.split())}”"
            + (f" (only when {condition_words(line.when, self.scenario)})" if line.when is not None else "")
            for line in lines
        )

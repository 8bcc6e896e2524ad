"""Puts a draft together: acknowledgement, ownership, plan, one question. Sentences are chosen, never glued."""

from dataclasses import replace
from datetime import datetime

from bot.drafting import formatting
from bot.drafting.acknowledgement import Acknowledgement, ownership, sentences
from bot.drafting.calendar import Calendar
from bot.drafting.choice import Chooser, Liking
from bot.library import Library, Step
from bot.models import NO_CAUSE, Channel, Draft, Past, PlanStep, Promise, Reading, Stance, Tone

ACT_MOVES = {
    "greet": "greet",
    "goodbye": "goodbye",
    "thank": "thank",
    "affirm": "nothing_pending",
    "deny": "nothing_pending",
    "ask_human": "handoff",
    "ask_status": "ask_status_none",
    "bot_challenge": "bot_challenge",
    "out_of_scope": "out_of_scope",
}
CUES = ("while_they_speak", "while_i_look", "silence", "interrupted")  # what to say while the plan is not being said


class Drafter:
    """Drafts replies to one reading. `now` carries the company's time zone."""

    def __init__(
        self, reading: Reading, library: Library, past: Past, now: datetime, liking: Liking = Liking({})
    ) -> None:
        self.reading, self.library, self.past, self.now, self.liking = reading, library, past, now, liking
        self.language = library.languages[reading.language]
        self.facts = formatting.fact_texts(reading.facts, self.language, now)
        self.spoken = formatting.fact_texts(reading.facts, self.language, now, spoken=True)

    def draft(self, stance: Stance, channel: Channel, tone: Tone) -> Draft:
        """The reply that this reading calls for."""
        if "at_risk" in self.reading.signals:
            return self.safety(channel, tone)
        if self.reading.cause == NO_CAUSE or not self.library.answers(self.reading.language, self.reading.cause):
            return self._without_cause(channel, tone)
        if self.reading.feeling == "grateful":
            return self._thanks(channel, tone)
        if self.reading.act == "ask_status" and self.past.open and not self.past.broken:
            return self.status(channel, tone)
        if self.reading.act == "give_fact" and not self.library.upset(self.reading.feeling):
            return self._noted(channel, tone)
        if self.past.plan_offered and not self.past.broken and self.library.upset(self.reading.feeling):
            return self._deeper(channel, tone)
        return self._full(stance, channel, tone)

    def move(self, name: str, channel: Channel, tone: Tone = "warm", **extra: str) -> Draft:
        """A dialogue move by itself, such as a greeting or a handoff."""
        ack = self._acknowledgement(channel, tone)
        ack.add(f"moves.{name}", emergency=self.language["emergency"], **extra)
        return self._build(ack, channel, tone)

    def safety(self, channel: Channel, tone: Tone = "warm") -> Draft:
        """Somebody is or may be in danger: help is named, or after a word on the trouble asked whether it is needed; no plan stands beside it."""
        if self.reading.in_danger:
            return self.move("at_risk", channel, tone)
        ack = self._acknowledgement(channel, tone)
        if self.reading.cause != NO_CAUSE and self.library.answers(self.reading.language, self.reading.cause):
            ack.reserved = 2
            ack.cause()
        asked = ack.chooser.pick(self._wordings("moves.may_be_at_risk"), (), emergency=self.language["emergency"])
        return self._build(ack, channel, tone, question=asked.text if asked else "")

    def steps(self, stance: Stance, chooser: Chooser, channel: Channel, brief: bool = False) -> tuple[PlanStep, ...]:
        """The plan's steps in the customer's words with their due times; a brief plan keeps the first and the last."""
        plan = self.library.plans[self.reading.cause]
        ids = plan.serving(stance)
        ids = (ids[0], ids[-1]) if brief and len(ids) > 2 else ids
        return tuple(self._step(plan.steps[id], chooser, channel == "phone") for id in ids)

    def _full(self, stance: Stance, channel: Channel, tone: Tone) -> Draft:
        ack = self._acknowledgement(channel, tone)
        part = self._heard(ack, stance, tone)
        plan = self.steps(stance, ack.chooser, channel, brief=tone == "brief")
        question = self._question(ack.chooser, stance, channel)
        closing = " ".join((*ack.noted(), question))
        return self._build(ack, channel, tone, ownership=part, plan=plan, question=closing)

    def _heard(self, ack: Acknowledgement, stance: Stance, tone: Tone) -> str:
        """Everything before the plan, by what matters most; returns our part, which is said last.

        A broken promise is owned up to in its own words, so it leaves our part in the cause out.
        """
        owned = stance.fault != "unknown" and not self.past.broken
        if self.past.broken:
            ack.reserved = 1
            ack.add("moves.promise_broken", promised_date=self._promised(self.past.broken.due))
        ack.reserved = 2 if owned or ack.asks_for_more else 0
        ack.cause()
        ack.reserved = int(ack.asks_for_more)
        part = ownership(ack, stance, optional=False) if owned else ""
        ack.reserved = sentences(part)
        ack.further_causes()
        ack.signals()
        ack.facts()
        if tone == "warm":
            ack.feeling()
        return part or ownership(ack, stance, optional=True)

    def _question(self, chooser: Chooser, stance: Stance, channel: Channel) -> str:
        """The one closing question: for the first fact the plan needs and lacks, or else the cause's own.

        A phone agent asks the plan back instead; after a no, the question offers nothing that was just refused.
        """
        cause = self.reading.cause
        missing = [f"facts.ask.{name}" for name in self.library.plans[cause].needs if name not in self.facts]
        confirm = ["channels.phone.confirm"] if channel == "phone" else []
        after_no = [f"{cause}.question_no"] if stance.solvable == "no" else []
        lists = map(self._wordings, (*missing, *confirm, *after_no, f"{cause}.question"))
        chosen = chooser.pick(next(filter(None, lists), ()), ())
        return chosen.text if chosen else ""

    def _deeper(self, channel: Channel, tone: Tone) -> Draft:
        """Still upset after the plan: heard once more and deeper, no step repeated, a person offered."""
        ack = self._acknowledgement(channel, tone)
        feeling = {"shocked": "worried"}.get(self.reading.feeling, self.reading.feeling)
        ack.add(f"moves.deeper_{feeling}")
        ack.facts()
        offer = ack.chooser.pick(self._wordings("moves.offer_person"))
        return self._build(ack, channel, tone, question=offer.text if offer else "")

    def status(self, channel: Channel, tone: Tone) -> Draft:
        """They ask for news while a promise of ours is open: it stands, told with its date as it reads today."""
        ack = self._acknowledgement(channel, tone)
        ack.add("moves.status_open")
        steps = tuple(self._told_again(each, ack.chooser, channel == "phone") for each in self.past.open)
        return self._build(ack, channel, tone, plan=steps)

    def _told_again(self, promise: Promise, chooser: Chooser, spoken: bool) -> PlanStep:
        """A promise's step in words of today: "tomorrow" was right on the day it was made. Its old words where the plan has changed."""
        plan = self.library.plans.get(promise.cause)
        list_id = f"{promise.cause}.steps.{promise.step}"
        if plan is None or promise.step not in plan.steps or not self._wordings(list_id):
            return PlanStep(promise.step, "us", promise.text, promise.due)
        due = formatting.due(promise.due, self.language, self.now, spoken)
        chosen = chooser.pick(self._wordings(list_id), (), due=due)
        return PlanStep(promise.step, plan.steps[promise.step].who, chosen.text, promise.due)

    def _noted(self, channel: Channel, tone: Tone) -> Draft:
        """A fact we asked for: it is with the case, and the next question follows."""
        ack = self._acknowledgement(channel, tone)
        ack.add("moves.fact_received")
        return self._build(ack, channel, tone, question=self._question(ack.chooser, Stance(), channel))

    def _thanks(self, channel: Channel, tone: Tone) -> Draft:
        ack = self._acknowledgement(channel, tone)
        ack.feeling()
        return self._build(ack, channel, tone)

    def _without_cause(self, channel: Channel, tone: Tone) -> Draft:
        """A dialogue act gets its move; an unplaced trouble gets what is certain and one open question."""
        upset = self.library.upset(self.reading.feeling)
        act = self.reading.act
        if act == "thank" and self.reading.feeling == "grateful":
            return self._thanks(channel, tone)
        if (act == "give_fact" and not upset) or (act == "ask_status" and upset):
            return self._which_matter(channel, tone)
        if act in ACT_MOVES and not (upset and act in ("out_of_scope", "greet", "affirm", "deny")):
            return self.move(ACT_MOVES[act], channel, tone)
        ack = self._acknowledgement(channel, tone)
        if upset:
            ack.reserved = 2
            ack.facts()
        ack.reserved = 0
        ack.add("moves.unsure" if upset else "moves.unsure_calm")
        return self._build(ack, channel, tone)

    def _which_matter(self, channel: Channel, tone: Tone) -> Draft:
        """A bare number or date is noted, who is upset and asks for news is heard; then we ask which matter it is."""
        ack = self._acknowledgement(channel, tone)
        if self.reading.act == "give_fact":
            ack.add("moves.fact_received")
        else:
            ack.facts()
            ack.feeling()  # and no "you needn't tell it again": we are about to ask
        matter = ack.chooser.pick(self._wordings("moves.ask_status_none"), ())
        return self._build(ack, channel, tone, question=matter.text if matter else "")

    def _step(self, step: Step, chooser: Chooser, spoken: bool) -> PlanStep:
        due = Calendar(self.library.company).due(step.due, self.now) if step.due else None
        extra = {"due": formatting.due(due, self.language, self.now, spoken)} if due else {}
        chosen = chooser.pick(self._wordings(f"{self.reading.cause}.steps.{step.id}"), (), **extra)
        return PlanStep(step.id, step.who, chosen.text, due)

    def _promised(self, due: datetime) -> str:
        return formatting.promised(due.date(), self.language, self.now.date())

    def _wordings(self, list_id: str) -> tuple:
        return self.library.replies[self.reading.language].get(list_id)

    def _acknowledgement(self, channel: Channel, tone: Tone) -> Acknowledgement:
        seed = f"{self.past.seed}|{tone}"
        facts = self.spoken if channel == "phone" else self.facts
        chooser = Chooser(facts, self.past.used, seed, self.reading.language, self.liking)
        return Acknowledgement(chooser, self.library, self.reading, channel)

    def _build(self, ack: Acknowledgement, channel: Channel, tone: Tone, **parts) -> Draft:
        draft = Draft(self.reading.language, channel, tone, ack.text, **parts)
        if channel == "email":
            frame = {"opening": "email.greeting", "closing": "email.sign_off"}
            draft = replace(draft, **{part: self._frame(ack, name) for part, name in frame.items()})
        if channel == "phone":
            draft = replace(draft, cues={cue: self._frame(ack, f"phone.{cue}") for cue in CUES})
        return replace(draft, wordings=tuple(ack.chooser.taken))

    def _frame(self, ack: Acknowledgement, part: str) -> str:
        chosen = ack.chooser.pick(self._wordings(f"channels.{part}"), ())
        return chosen.text if chosen else ""

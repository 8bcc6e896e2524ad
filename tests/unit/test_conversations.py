"""2,000 random conversations: no wording twice while another is left, no promise that no plan holds, no placeholder."""

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.checking.content import CHANNELS, FAULTS, SOLVABLE, TONES
from bot.drafting.acknowledgement import sentences
from bot.drafting.draft import Drafter
from bot.drafting.rendering import render
from bot.library import Library, library
from bot.models import FEELINGS, LANGUAGES, Draft, Duration, Facts, Money, Past, Reading, Stance
from tests.conftest import TUESDAY

PLACEHOLDER = re.compile(r"[{}]|\bNone\b(?! of)|\bnan\b")
CAUSES = tuple(library().causes)
FACTS = st.builds(
    Facts,
    amount=st.none() | st.builds(Money, st.floats(0.5, 9e5).map(lambda value: round(value, 2)), st.sampled_from(["EUR", "SEK", ""])),
    waiting=st.none() | st.builds(Duration, st.integers(1, 40), st.sampled_from(["minute", "hour", "day", "week", "month"])),
    contact_count=st.none() | st.integers(1, 30),
    reference=st.none() | st.from_regex(r"[A-Z0-9]{4}-[0-9]{2}", fullmatch=True),
    promised_date=st.none() | st.dates(date(2026, 10, 1), date(2026, 12, 30)),
)
TURNS = st.tuples(
    st.sampled_from(FEELINGS), st.booleans(), FACTS, st.builds(Stance, st.sampled_from(FAULTS), st.sampled_from(SOLVABLE))
)


def repeats(made: Draft, used: tuple[str, ...], content: Library) -> list[str]:
    """Wordings said before although a sister that is no longer and needs no more facts was not."""
    found = []
    for id in set(made.wordings) & set(used):
        sisters = content.replies[made.language].get(id.partition("#")[0])
        said = next(each for each in sisters if each.id == id)
        new = (each for each in sisters if each.id not in (*used, *made.wordings))
        if any(each.facts <= said.facts and sentences(each.text) <= sentences(said.text) for each in new):
            found.append(id)
    return found


@settings(max_examples=2000, deadline=None)
@given(
    turns=st.lists(TURNS, min_size=2, max_size=4),
    language=st.sampled_from(LANGUAGES),
    cause=st.sampled_from(CAUSES),
    channel=st.sampled_from(CHANNELS),
    tone=st.sampled_from(TONES),
    seed=st.text(max_size=4),
)
def test_a_conversation_repeats_nothing_and_promises_what_the_plan_holds(turns, language, cause, channel, tone, seed):
    content, used, offered = library(), (), False
    for feeling, offer, facts, stance in turns:
        reading = Reading("", language, feeling, 2, cause=cause, facts=facts)
        made = Drafter(reading, content, Past(used, seed, plan_offered=offered and offer), TUESDAY).draft(stance, channel, tone)
        assert not repeats(made, used, content), (made.wordings, used)
        assert not PLACEHOLDER.search(render(made)), render(made)
        assert {step.id for step in made.plan} <= set(content.plans[cause].serving(stance))
        used, offered = used + made.wordings, offered or bool(made.plan)


def test_only_the_steps_of_plans_say_when():
    for language, replies in library().replies.items():
        late = [name for name, lines in replies.lists.items() if any("due" in line.facts for line in lines)]
        assert all(".steps." in name for name in late), (language, late)

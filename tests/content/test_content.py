"""The content itself: every kind of draft renders, passes every check, and holds what the customer said."""

import re
import time
from itertools import combinations, product

import pytest

from bot import assist
from bot.checking.content import FAULTS, NOW, SAMPLE, SOLVABLE, TONES, draft_problems, drafted, situations, wording_problems
from bot.checking.sentences import split
from bot.drafting.choice import Liking
from bot.drafting.draft import Drafter
from bot.drafting.formatting import fact_texts
from bot.drafting.rendering import render
from bot.models import FEELINGS, LANGUAGES, Facts, Past, Promise, Reading, Stance
from bot.settings import ROOT

FORBIDDEN = re.compile(r"[{}]|duration-|\bNone\b(?! of)")
OTHER = sorted(path.name.split("@")[0] for path in (ROOT / "content" / "replies").glob("*@*"))
SERVED = [(language, "written") for language in LANGUAGES] + [(language, "other") for language in OTHER]
MOST = 3  # sentences before the plan in chat
ALIKE = 0.65  # words that two suggestions may share: a plan has few wordings for each step
BROKEN = Promise(1, "c", "update", "You hear from me.", NOW, "late_delivery", "broken")
SPARSE = 7  # every so many combinations: prime to the number of each thing combined, so that each meets each of the others
TYPED = 19  # every so many drafts are also read as an agent's own words, which takes a language detector


@pytest.fixture(scope="module", params=SERVED, ids="-".join)
def served(request, content, other_register):
    """A language in one of its registers: the library, the language, and every kind of draft with its situation."""
    language, register = request.param
    library = content if register == "written" else other_register
    return library, language, [(each, drafted(each, library)) for each in situations(library, language)]


def listed(problems):
    return "\n".join(f"{each.where}: {each.finding.rule}: {each.text[:120]}" for each in problems[:20])


def test_every_wording_and_kind_of_draft_passes_every_check(served):
    library, language, drafts = served
    found = [*wording_problems(library, language), *draft_problems(drafts, library)]
    assert not found, listed(found)


def test_drafts_pass_as_an_agents_own_words_too(served):
    library, _, drafts = served
    found = list(draft_problems(drafts[::TYPED], library, as_typed=True))
    assert not found, listed(found)


def test_every_kind_of_draft_is_whole(served):
    library, language, drafts = served
    for each, draft in drafts:
        assert draft.acknowledgement and not FORBIDDEN.search(render(draft)), each
        assert bool(draft.plan) == (each.reading.feeling != "grateful"), each
        if each.channel == "chat":
            assert before_plan(draft) <= MOST, (str(each), draft)


def test_chat_says_three_sentences_before_the_plan_whatever_comes_together(served):
    library, language, _ = served
    also = dict(zip(library.causes, [*list(library.causes)[1:], "late_delivery"]))
    kinds = product(library.causes, FEELINGS, FAULTS, (Facts(), SAMPLE), ((), ("vulnerable",)), (False, True), (None, BROKEN))
    for number, (cause, feeling, fault, facts, signals, second, broken) in list(enumerate(kinds))[::SPARSE]:
        reading = Reading("", language, feeling, 2, cause=cause, facts=facts, signals=signals, also=(also[cause],) * second)
        past = Past(seed=str(number), broken=broken)
        draft = Drafter(reading, library, past, NOW).draft(Stance(fault), "chat", TONES[number % 3])
        assert before_plan(draft) <= MOST, (reading, fault, draft)
        if feeling != "grateful" and second and not broken:
            assert any(wording.startswith(f"{also[cause]}.also") for wording in draft.wordings), (reading, draft)


def before_plan(draft):
    return len(split(f"{draft.acknowledgement} {draft.ownership}"))


def test_the_plan_offered_is_the_plan_of_the_stance(served):
    library, _, drafts = served
    for each, draft in drafts:
        ids = library.plans[each.reading.cause].serving(each.stance)
        assert {step.id for step in draft.plan} <= set(ids), each


def test_facts_the_plan_uses_are_held(served):
    library, language, drafts = served
    spoken, written = (fact_texts(SAMPLE, library.languages[language], NOW, spoken) for spoken in (True, False))
    for each, draft in drafts:
        facts = spoken if each.channel == "phone" else written
        for fact in library.plans[each.reading.cause].needs if each.reading.facts.names() and draft.plan else ():
            text = render(draft).replace("\n", " ")
            assert facts[fact].strip("\u2066\u2069") in text, (str(each), fact, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_email_holds_every_fact_its_cause_can_name(content, language):
    for cause in content.causes:
        reading = Reading("", language, "frustrated", 2, cause=cause, facts=SAMPLE)
        text = render(Drafter(reading, content, Past(), NOW).draft(Stance(), "email", "warm"))
        facts = fact_texts(SAMPLE, content.languages[language], NOW)
        for fact in content.causes[cause].facts:
            assert facts[fact].strip("\u2066\u2069") in text, (cause, fact, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_three_suggestions_truly_differ(content, language):
    """In their words, not in a sentence or two: of all words that two of them hold, they share less than ALIKE."""
    kinds = product(content.causes, FEELINGS, (Facts(), SAMPLE), FAULTS, SOLVABLE)
    for cause, feeling, facts, fault, solvable in list(kinds)[::SPARSE]:
        reading = Reading("", language, feeling, 2, cause=cause, facts=facts)
        stance = Stance(fault, solvable)
        three = assist.drafts(reading, stance, "chat", Past(), NOW, content, Liking({}))
        for one, other in combinations([words(draft) for draft in three], 2):
            assert len(one & other) / len(one | other) < ALIKE, (str(stance), reading, [render(draft) for draft in three])


def words(draft):
    return set(re.findall(r"\w+", render(draft).casefold()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_takes_under_5_ms(content, language):
    cases = [each for at, each in enumerate(situations(content, language)) if at % 11 == 0]
    times = []
    for each in cases * 2:
        start = time.process_time()
        Drafter(each.reading, content, Past(), NOW).draft(each.stance, each.channel, each.tone)
        times.append(time.process_time() - start)
    assert sorted(times)[int(len(times) * 0.99)] < 0.005


@pytest.mark.parametrize("language", LANGUAGES)
def test_whether_somebody_is_in_danger_is_one_question_with_the_number_to_call(content, other_register, language):
    for library in (content, other_register):
        for each in library.replies[language].get("moves.may_be_at_risk"):
            assert len(re.findall("[?؟]", each.text)) == 1 and "{emergency}" in each.text, each.text

"""A wording's preview: in a whole reply of its channel, its facts filled in, and found again in it."""

import pytest

from bot.exporting.previews import preview
from bot.library import Wording
from bot.models import LANGUAGES

CHANNELS = ("chat", "email", "phone")


def shown(content, id: str, channel: str, language: str = "en"):
    wording = next(each for each in content.replies[language] if each.id == id)
    made = preview(wording, language, channel, content)
    return wording, made, made.text[made.start : made.end]


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wording_is_left_with_a_brace_and_each_stands_in_its_reply(content, language, channel):
    for wording in list(content.replies[language])[::11]:
        made = preview(wording, language, channel, content)
        words = made.text[made.start : made.end].split()
        assert "{" not in made.text and words
        if not wording.facts:
            assert words == wording.text.split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_stands_in_its_plan_with_its_time(content, language):
    id = next(each.id for each in content.replies[language] if each.id.startswith("late_delivery.steps.") and "due" in each.facts)
    _, made, words = shown(content, id, "chat", language)
    assert f"• {words}" in made.text and made.text.count("•") > 1 and made.start > 0
    assert any(digit in words for digit in "0123456789")


def test_sample_facts_are_the_ones_of_the_booklet(content):
    wording = next(each for each in content.replies["en"] if each.id.startswith("wrong_charge.upset") and each.facts == {"amount"})
    assert "€200" in shown(content, wording.id, "chat")[2]
    assert "200 euros" in shown(content, wording.id, "phone")[2]


def test_an_email_has_its_frame_and_a_phone_call_a_line_a_breath(content):
    _, email, words = shown(content, "late_delivery.upset#0", "email")
    greetings = [each.text for each in content.replies["en"].get("channels.email.greeting")]
    assert any(email.text.startswith(each) for each in greetings) and email.start > 0 and len(email.text) > email.end
    assert shown(content, "channels.email.sign_off#1", "email")[1].text.endswith("Warm regards")
    opening = shown(content, "channels.phone.opening#0", "phone")[1]
    assert opening.text == "Hello, good to have you on the line.\nWhat's happened?"


@pytest.mark.parametrize("part", ["ours", "customer", "question", "question_no", "upset", "worried"])
def test_every_part_of_a_reply_is_shown_among_the_others(content, part):
    found = [each.id for each in content.replies["en"] if each.id.startswith(f"refund_delay.{part}#")]
    for id in found:
        _, made, words = shown(content, id, "chat")
        assert found and len(made.text) > len(words), id


def test_a_wording_of_a_signal_a_feeling_and_a_further_cause_finds_a_reply_too(content):
    for id in ("signals.leaving#0", "feelings.angry.mild#0", "late_delivery.also#0", "facts.contact_count#0", "facts.ask.reference#0"):
        _, made, words = shown(content, id, "email")
        assert len(made.text) > len(words), id


def test_a_move_is_whole_by_itself_and_names_what_it_must(content):
    _, made, words = shown(content, "moves.at_risk#0", "chat", "fi")
    assert made.text == words and content.languages["fi"]["emergency"] in words
    assert "{" not in shown(content, "moves.promise_broken#0", "chat")[1].text


def test_what_no_reply_says_is_shown_by_itself(content):
    made = preview(Wording("nowhere.at_all#0", "It was {waiting}, {reference}.", frozenset({"waiting", "reference"})), "en", "chat", content)
    assert (made.text, made.start, made.end) == ("It was 6 days, 4471-AB.", 0, 23)

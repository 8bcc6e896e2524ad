"""A rule's own examples, run against it: every rule says what it must flag and must pass, in every language it serves."""

from collections.abc import Iterator
from pathlib import Path

from bot import yaml_files
from bot.checking.checker import findings
from bot.checking.folding import fold
from bot.checking.reply import Reply
from bot.library import Library, Replies
from bot.models import LANGUAGES, Finding, Reading, Stance
from bot.rules import Rule, rules_in
from bot.yaml_files import ContentError

LEAST = 2  # examples that must flag, and that must pass, in each language
KEYS = {"text", "feeling", "cause", "channel", "fault", "plan", "language", "customer", "used"}
FEELING = "frustrated"  # whom an example answers where it says nothing: most rules speak of upset customers


def of_checks(content: Path) -> Library:
    """A library of the rules alone, so that they can be tested while other content is unfinished."""
    taxonomy, languages = (yaml_files.read(content / name) for name in ("taxonomy.yml", "languages.yml"))
    return Library(
        causes={},
        feelings=taxonomy["feelings"],
        acts=(),
        signals=(),
        languages=languages,
        company={},
        plans={},
        replies={language: Replies(language, {}) for language in LANGUAGES},
        rules=rules_in(content / "checks", languages),
    )


def problems(rule: Rule, known: Library) -> Iterator[ContentError]:
    """Every example of the rule that is missing, malformed, or comes out the wrong way."""
    for key, examples, flagged in (("must_flag", rule.must_flag, True), ("must_pass", rule.must_pass, False)):
        for language in LANGUAGES if rule.language == "all" else (rule.language,):
            number = sum(_language(rule, example) == language for example in examples)
            if number < LEAST:
                problem = f"check `{rule.id}` has {number} in {language}; at least {LEAST}"
                yield ContentError(rule.path, (key,), problem)
        for place, example in enumerate(examples):
            if _malformed(rule, example):
                yield ContentError(rule.path, (key, place), f"an example needs `text`, may have {', '.join(sorted(KEYS))}")
            elif bool(tried(rule, example, known)) != flagged:
                problem = "is not flagged" if flagged else "is flagged"
                yield ContentError(rule.path, (key, place), f"check `{rule.id}`: this {problem}: {example['text']}")


def tried(rule: Rule, example: dict, known: Library) -> tuple[Finding, ...]:
    """What the rule finds in an example."""
    language = _language(rule, example)
    reading = Reading(
        text=example.get("customer", ""),
        language=language,
        feeling=example.get("feeling", FEELING),
        intensity=2,
        cause=example.get("cause", "none"),
    )
    stance = Stance(fault=example.get("fault", "unknown"))
    plan, used = tuple(example.get("plan", ())), tuple(example.get("used", ()))
    channel = example.get("channel", "chat")
    reply = Reply(fold(example["text"]), reading, language, channel, stance, None, plan, used, known)
    return tuple(findings(rule, reply))


def _language(rule: Rule, example: dict) -> str:
    return example.get("language", "") if rule.language == "all" else rule.language


def _malformed(rule: Rule, example: dict) -> bool:
    return not example.get("text") or bool(set(example) - KEYS) or _language(rule, example) not in LANGUAGES

"""A draft as the text of one channel: chat with the plan as a list, email in paragraphs, phone in spoken lines."""

import re

from bot.models import Draft

_SENTENCE_END = re.compile(r"(?<=[^\d][.!?؟…])\s+(?=\D)")


def render(draft: Draft) -> str:
    """The whole text, ready to send or to say."""
    return {"chat": _chat, "email": _email, "phone": _phone}[draft.channel](draft)


def _before_plan(draft: Draft) -> str:
    return " ".join(part for part in (draft.acknowledgement, draft.ownership) if part)


def _chat(draft: Draft) -> str:
    steps = "\n".join(f"• {step.text}" for step in draft.plan)
    return "\n\n".join(part for part in (_before_plan(draft), steps, draft.question) if part)


def _email(draft: Draft) -> str:
    steps = "\n".join(f"{number}. {step.text}" for number, step in enumerate(draft.plan, 1))
    parts = (draft.opening, draft.acknowledgement, draft.ownership, steps, draft.question, draft.closing)
    return "\n\n".join(part for part in parts if part)


def _phone(draft: Draft) -> str:
    """A sentence a line: a breath. An empty line: a pause, where it is safe to stop when the customer cuts in."""
    parts = (_before_plan(draft), " ".join(step.text for step in draft.plan), draft.question)
    return "\n\n".join(_SENTENCE_END.sub("\n", part) for part in parts if part)

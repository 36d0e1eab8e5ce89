"""`python -m benchmarks.stock_reader MODEL EXAMINATION ANSWERS`: what a stock model makes of each question.

Writes a JSON list of [label, seconds], in the order of the questions.
"""

import asyncio
import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from rasa.core.agent import Agent


async def _answers(model: str, questions: list[str]) -> list[tuple[str, float]]:
    agent = Agent.load(model)
    await agent.parse_message(questions[0])
    answers = []
    for question in questions:
        began = perf_counter()
        label = _label(await agent.parse_message(question))
        answers.append((label, perf_counter() - began))
    return answers


def _label(parsed: dict[str, Any]) -> str:
    """The most likely intent or, for `faq`, topic; the fallback is a threshold, not a label."""
    intent = next(i["name"] for i in parsed["intent_ranking"] if i["name"] != "nlu_fallback")
    if intent != "faq":
        return str(intent)
    return str(parsed["response_selector"]["faq"]["response"]["intent_response_key"])


if __name__ == "__main__":
    lines = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
    found = asyncio.run(_answers(sys.argv[1], [json.loads(line)["text"] for line in lines]))
    Path(sys.argv[3]).write_text(json.dumps(found), encoding="utf-8")

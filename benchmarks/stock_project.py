"""Generates the stock project: the files of rasa_project/ with the questions and answers of ours.

English only, as a Rasa configuration has one language, and the first ten examples of each intent or topic: with all of
them DIET takes more than an hour on two cores. Both favour the stock side.
"""

import hashlib
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any, Mapping

import yaml

from bot.base.content import DEFAULT_LANGUAGE, Content, Variation, language
from bot.base.paths import DATA

TEMPLATE = Path(__file__).parent / "rasa_project"
DEFAULT_EPOCHS = 100
EXAMPLES = 10

_HANGUL = re.compile("[\uac00-\ud7a3\u3131-\u318e]")

# File contents by path inside the project.
Files = Mapping[str, str]


def project_files(content: Content, epochs: int = DEFAULT_EPOCHS) -> Files:
    """The whole project. Every intent of ours has a rule, so every message gets a reply."""
    nlu = training_entries()
    intents = _intents([entry for entries in nlu.values() for entry in entries])
    files = {path.relative_to(TEMPLATE).as_posix(): path.read_text(encoding="utf-8") for path in _template()}
    files["config.yml"] = re.sub(r"epochs: \d+", f"epochs: {epochs}", files["config.yml"])
    files |= {f"data/nlu/{name}": _yaml(nlu=entries) for name, entries in nlu.items()}
    files["domain/content.yml"] = _yaml(intents=intents, responses=_responses(content, intents))
    files["data/small_talk.yml"] = _yaml(rules=[_rule(intent) for intent in intents if intent != "faq"])
    return files


def training_entries() -> dict[str, list[dict[str, Any]]]:
    """Ten English examples of each entry of data/nlu, by file name, in Rasa's own format."""
    documents = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (DATA / "nlu").glob("*.yml")}
    return {name: [_in_english(entry) for entry in document["nlu"]] for name, document in documents.items()}


def digest(files: Files) -> str:
    """Changes with everything that the trained model depends on."""
    parts = [version("rasa"), *(f"{path}\0{text}" for path, text in sorted(files.items()))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def write(files: Files, folder: Path) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _template() -> list[Path]:
    return [path for path in TEMPLATE.rglob("*") if path.suffix in (".yml", ".py") and path.name != "__init__.py"]


def _in_english(entry: dict[str, Any]) -> dict[str, Any]:
    lines = [line for line in entry["examples"].splitlines(keepends=True) if not _HANGUL.search(line)]
    return {**entry, "examples": "".join(lines[:EXAMPLES])}


def _intents(entries: list[dict[str, Any]]) -> list[str]:
    return sorted({str(entry["intent"]).split("/")[0] for entry in entries if "intent" in entry})


def _rule(intent: str) -> dict[str, Any]:
    return {"rule": f"Reply to {intent}", "steps": [{"intent": intent}, {"action": f"utter_{intent}"}]}


def _responses(content: Content, intents: list[str]) -> dict[str, list[Variation]]:
    answers = [name for name in content.responses if name.startswith("utter_faq/")]
    wanted = [*answers, "utter_ask_helpful", "utter_fallback"]
    wanted += [f"utter_{intent}" for intent in intents if intent != "faq"]
    # Ours answers some intents by an action; here they get a plain text.
    chosen = {name: content.responses.get(name, content.responses["utter_what_else"]) for name in wanted}
    return {
        name: [_filled(content, v) for v in phrasings if language(v) == DEFAULT_LANGUAGE]
        for name, phrasings in chosen.items()
    }


def _filled(content: Content, variation: Variation) -> Variation:
    """The brand's facts written into the text: Rasa would have to keep them in slots."""
    facts = content.facts_in(DEFAULT_LANGUAGE)
    text = re.sub(r"\{(\w+)\}", lambda found: str(facts.get(found[1], found[0])), variation["text"])
    return {**variation, "text": text}


def _yaml(**document: Any) -> str:
    # Without aliases: Rasa checks each response against a schema that knows none.
    dumper = type("_Dumper", (yaml.SafeDumper,), {"ignore_aliases": lambda *_: True})
    return yaml.dump({"version": "3.1", **document}, Dumper=dumper, allow_unicode=True, sort_keys=False, width=10_000)

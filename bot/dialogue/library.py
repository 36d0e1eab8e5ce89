"""Imports of Rasa what answering needs, and not what the rest of it would bring along.

It imports clients of every channel, database and broker that it knows, TensorFlow, and what plots. With inert modules
in their place it takes a sixth of the time and of the memory (docs/decisions/0003-no-tensorflow-at-run-time.md).
"""

from pathlib import Path
from typing import Any

import yaml

from bot.base.absent import absent, stay_absent

_TENSORFLOW = ("tensorflow", "tensorflow_hub", "tensorflow_text", "keras")
_CHANNELS = (
    "aiogram",
    "aiohttp",
    "cachecontrol",
    "engineio",
    "fbmessenger",
    "google",
    "jwt",
    "mattermostwrapper",
    "prompt_toolkit",
    "questionary",
    "rocketchat_API",
    "sanic",
    "sanic_cors",
    "sanic_jwt",
    "slack_sdk",
    "socketio",
    "twilio",
    "webexteamssdk",
)
_STORES = ("aio_pika", "boto3", "botocore", "confluent_kafka", "kafka", "pymongo", "rasa.core.tracker_store", "redis")
_TOOLS = (
    "apscheduler",
    "colorclass",
    "dask",
    "h5py",
    "matplotlib",
    "networkx",
    "randomname",
    "requests",
    "scipy",
    "sklearn",
    "tqdm",
)
# The only components of Rasa's that need none of these.
_PLAIN = ("RulePolicy", "MemoizationPolicy", "KeywordIntentClassifier", "RegexEntityExtractor", "FallbackClassifier")
_NEED_TENSORFLOW = (
    "DIETClassifier",
    "ResponseSelector",
    "TEDPolicy",
    "UnexpecTEDIntentPolicy",
    "ConveRTFeaturizer",
    "LanguageModelFeaturizer",
)


def skip_tensorflow(config: Path) -> bool:
    """Keep TensorFlow out of the process unless `config` names a component that needs it. Call before Rasa."""
    needed = any(name in _NEED_TENSORFLOW for name in _components(config))
    if not needed:
        stay_absent(_TENSORFLOW)
    return not needed


def import_rasa(config: Path) -> None:
    """Import what a model made by `config` is run with; all of Rasa when it has other components of Rasa's.

    Importing more of Rasa later is possible. What takes part in training must not have been imported this way.
    """
    skip_tensorflow(config)
    names = [name for name in _components(config) if not name.startswith("bot.")]
    if all(name in _PLAIN for name in names):
        with absent((*_CHANNELS, *_STORES, *_TOOLS)):
            _import()


def _import() -> None:
    import rasa.core.policies.ensemble
    import rasa.core.policies.rule_policy
    import rasa.core.processor
    import rasa.engine.recipes.default_recipe
    import rasa.graph_components.converters.nlu_message_converter
    import rasa.graph_components.providers.domain_provider
    import rasa.graph_components.providers.rule_only_provider
    import rasa.nlu.classifiers.regex_message_handler  # noqa: F401
    import rasa_sdk.executor  # noqa: F401


def _components(config: Path) -> list[str]:
    """As they are called in the file; Rasa's own ones without the module they are in."""
    settings: dict[str, Any] = yaml.safe_load(config.read_text(encoding="utf-8")) or {}
    names = [str(entry["name"]) for part in ("pipeline", "policies") for entry in settings.get(part) or ()]
    return [name if name.startswith("bot.") else name.split(".")[-1] for name in names]

"""A trained model made ready to predict in our process."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphNode, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelMetadata, ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain

from bot.dialogue.rules import IndexedRulePolicy

# A node's name, what runs it, and which node gives each of its parameters.
_Step = Tuple[str, Callable[..., Any], Mapping[str, str]]


class KnownDomain(DomainProvider):  # type: ignore[misc]
    """The domain of the model's metadata. Rasa's own reads it once more, from YAML, which takes seconds."""

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **options: Any,
    ) -> "KnownDomain":
        return cls(model_storage, resource, config["domain"])


class InlineRunner(DaskGraphRunner):  # type: ignore[misc]
    """Runs the few nodes of a prediction one after the other, in an order that is found once for each target.

    Planning them with Dask takes longer than they do.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._plans: Dict[str, List[_Step]] = {name: self._plan(name, set()) for name in self._graph_schema.nodes}

    def run(self, inputs: Optional[Dict[str, Any]] = None, targets: Optional[List[str]] = None) -> Dict[str, Any]:
        done = dict(inputs or {})
        wanted = targets or self._graph_schema.target_names
        for target in wanted:
            for name, run, needs in self._plans[target]:
                if name not in done:
                    done[name] = run(**{parameter: done[node] for parameter, node in needs.items()})
        return {target: done[target] for target in wanted}

    def _plan(self, name: str, planned: "set[str]") -> List[_Step]:
        """What has to run before the node, and the node. Names without a node are the run's inputs."""
        if name in planned or name not in self._graph_schema.nodes:
            return []
        planned.add(name)
        needs = self._graph_schema.nodes[name].needs
        before = [step for need in needs.values() for step in self._plan(need, planned)]
        return [*before, (name, _runnable(self._instantiated_nodes[name]), needs)]


def _runnable(node: GraphNode) -> Callable[..., Any]:
    run: Callable[..., Any] = getattr(node._component, node._fn_name)
    return run


def load(model: Path) -> Tuple[ModelMetadata, InlineRunner]:
    """Raises GraphComponentException when a component can't be loaded."""
    with TemporaryDirectory() as folder:
        storage, metadata = LocalModelStorage.from_model_archive(Path(folder), model)
        schema = metadata.predict_schema
        for node in schema.nodes.values():
            _stand_in(node, metadata.domain)
        context = ExecutionContext(schema, metadata.model_id)
        return metadata, InlineRunner.create(schema, storage, context)


def _stand_in(node: SchemaNode, domain: Domain) -> None:
    if node.uses is RulePolicy:
        node.uses = IndexedRulePolicy
    elif node.uses is DomainProvider:
        node.uses, node.config = KnownDomain, {**node.config, "domain": domain}

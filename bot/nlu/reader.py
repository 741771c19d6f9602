"""The one look at a message: its intent and its `reading`, as a Rasa graph component."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.encoder import TRAINING_THREADS, encoder_version
from bot.nlu.context import while_a_case_is_asked_for, with_nothing_open
from bot.nlu.explaining import learned_evidence
from bot.nlu.heads import Heads
from bot.nlu.labels import labels_of
from bot.nlu.reading import intent_ranking, reading_of

logger = logging.getLogger(__name__)

READING = "reading"
#: Asked for in the metadata, and answered beside the reading: the words that weighed most.
EXPLAIN, WEIGHED = "explain", "weighed"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ComplaintReader(IntentClassifier, GraphComponent):
    """Learns from intents and labels, and sets `intent` and `reading` on each message."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings.

        `encoder`: which encoders, by the names that `load_encoder` knows. `fallback_below`: below
        which confidence no intent fits. `encodings`: the folder that keeps the vectors of training
        messages for the next training; None keeps none.
        """
        return {"encoder": "use+e5", "fallback_below": 0.22, "encodings": None}

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        heads: Optional[Heads] = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._heads = heads

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ComplaintReader:
        """Build an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ComplaintReader:
        """Read the trained heads from the model."""
        with model_storage.read_from(resource) as folder:
            heads = Heads.load(folder, config["encoder"])
        # The first message must not pay for loading word lists and the encoder.
        reading_of("你好 hello", heads.answers("你好 hello"))
        return cls(config, model_storage, resource, heads)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn every head from the intent examples and keep them in the model."""
        examples = [
            example for example in training_data.intent_examples if example.get(TEXT, "").strip()
        ]
        name = self._config["encoder"]
        self._heads = Heads(name, TRAINING_THREADS)
        folder = self._config["encodings"]
        self._heads.fit(
            [example.get(TEXT).strip() for example in examples],
            [example.get(INTENT) for example in examples],
            [labels_of(example.get(METADATA)) for example in examples],
            Path(folder) / f"{encoder_version(name)}.npz" if folder else None,
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._heads.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the training data as it is: nothing after this component learns from it."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Set `intent`, `intent_ranking` and `reading` on each message."""
        assert self._heads is not None, "ComplaintReader is neither trained nor loaded"
        for message in messages:
            text = (message.get(TEXT) or "").strip()
            answers = self._heads.answers(text)
            reading = reading_of(text, answers)
            metadata = message.get(METADATA) or {}
            asking = bool(metadata.get("asking")) and any(sign.isdigit() for sign in text)
            idle = not (metadata.get("expecting") or asking)
            ranking = intent_ranking(
                answers,
                reading,
                self._config["fallback_below"],
                idle=idle,
                invited=bool(metadata.get("invited")),
            )
            if asking:
                ranking = while_a_case_is_asked_for(text, ranking)
            if idle:
                answer = any(item["entity"] == "answer" for item in message.get(ENTITIES) or [])
                ranking = with_nothing_open(
                    text, ranking, reading, short_answer=answer, filed=bool(metadata.get("filed"))
                )
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking[:5], add_to_output=True)
            message.set(READING, reading, add_to_output=True)
            if metadata.get(EXPLAIN):
                weighed = learned_evidence(self._heads, text, reading)
                message.set(WEIGHED, weighed, add_to_output=True)
        return messages

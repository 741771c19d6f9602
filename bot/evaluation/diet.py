"""Rasa's own classifier, DIET, trained as its default pipeline does: a baseline that users know."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

#: The default pipeline of Rasa 3.6 up to its classifier; Chinese gets Rasa's tokenizer for Chinese,
#: because the default one cuts at blanks, of which Chinese has none.
TOKENIZERS = {"zh": "JiebaTokenizer", "en": "WhitespaceTokenizer"}
#: Rasa's default is 100, which takes an hour here; it has learned its messages long before that.
EPOCHS = 30
SEED = 7


class Diet:
    """One question answered by DIET, learned from texts of one language."""

    def __init__(self, agent: Any, trained_in: float) -> None:
        self._agent = agent
        #: Seconds that the training took, Rasa's loading and saving included.
        self.trained_in = trained_in

    @classmethod
    def trained(
        cls, language: str, texts: Sequence[str], answers: Sequence[str], epochs: int = EPOCHS
    ) -> Diet:
        """Learn the answers; `language` is `zh` or `en`."""
        from rasa.core.agent import Agent
        from rasa.model_training import train_nlu

        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            (place / "config.yml").write_text(
                json.dumps(pipeline(language, epochs)), encoding="utf-8"
            )
            (place / "nlu.json").write_text(
                json.dumps(training_data(texts, answers), ensure_ascii=False), encoding="utf-8"
            )
            started = time.perf_counter()
            model = train_nlu(
                config=str(place / "config.yml"),
                nlu_data=str(place / "nlu.json"),
                output=folder,
                fixed_model_name="diet",
            )
            trained_in = time.perf_counter() - started
            if model is None:
                raise RuntimeError("Rasa trained no model")
            return cls(Agent.load(model), trained_in)

    def answers(self, texts: Sequence[str]) -> list[str]:
        """Return the likeliest answer for each text."""
        return asyncio.run(self._answers(texts))

    async def _answers(self, texts: Sequence[str]) -> list[str]:
        found = []
        for text in texts:
            parsed = await self._agent.parse_message(text)
            found.append(str((parsed.get("intent") or {}).get("name") or ""))
        return found


def pipeline(language: str, epochs: int) -> dict[str, Any]:
    """Return the configuration; JSON is YAML, too."""
    return {
        "recipe": "default.v1",
        "assistant_id": "diet",
        "language": language,
        "pipeline": [
            {"name": TOKENIZERS[language]},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            {"name": "CountVectorsFeaturizer"},
            {
                "name": "CountVectorsFeaturizer",
                "analyzer": "char_wb",
                "min_ngram": 1,
                "max_ngram": 4,
            },
            {
                "name": "DIETClassifier",
                "epochs": epochs,
                "constrain_similarities": True,
                "random_seed": SEED,
            },
        ],
    }


def training_data(texts: Sequence[str], answers: Sequence[str]) -> dict[str, Any]:
    """Return the messages in Rasa's JSON form; DIET calls any answer an intent."""
    examples = [
        {"text": text, "intent": answer} for text, answer in zip(texts, answers, strict=True)
    ]
    return {"rasa_nlu_data": {"common_examples": examples}}

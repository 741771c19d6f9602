"""The bilingual tokenizer as a Rasa graph component."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.segment import segment


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class BilingualTokenizer(Tokenizer):
    """Splits Chinese with jieba and the rest with spaCy's rules; offsets are exact."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings that Rasa's tokenizers share."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    def process(self, messages: List[Message]) -> List[Message]:
        """Tokenize, after taking from a leading `/` its power as a command of Rasa's."""
        for message in messages:
            text = message.get(TEXT)
            if text and text.lstrip().startswith("/"):
                message.set(TEXT, text.replace("/", "／", 1))
        return super().process(messages)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the training data as it is: no component learns from its tokens."""
        return training_data

    def tokenize(self, message: Message, attribute: str) -> List[Token]:
        """Return the tokens of one attribute; white space never is one."""
        text = message.get(attribute) or ""
        shift = len(text) - len(text.lstrip())
        return [Token(span.text, span.start + shift) for span in segment(text)]

"""The encoder: tokens in, the mean of the hidden states after some layers out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple, TypeVar

import numpy as np

from bot.language.e5.adapter import adapter_file, read_changes
from bot.language.e5.graph import layers_graph
from bot.language.e5.tokens import Tokenizer
from bot.language.e5.weights import read_weights, weights_file
from bot.language.spans import Tokens

BEGIN, PAD, END = 0, 1, 2
#: The model was trained with one of two words before each text; this is the one for short texts.
PREFIX = "query: "
#: Tokens of one piece of text. A longer text is read by its beginning and its end: the matter stands
#: in the one and the demand in the other, and time grows with the length.
MOST_TOKENS = 126

_Read = TypeVar("_Read")


class E5:
    """Multilingual E5-small in whole numbers, all on the processor."""

    def __init__(
        self,
        taken: Sequence[int],
        threads: int = 1,
        tokens_after: Optional[int] = None,
        folder: str = "",
    ) -> None:
        """Build the network up to the last of the layers `taken`, which give the vectors.

        `threads`: how many texts are read at once where there are many. `tokens_after`: which of
        the layers gives the states of tokens; the last one by default. `folder`: where the
        weights lie, and their adapter if there is one; without a folder, those of the package
        with the adapter that is shipped.
        """
        import onnxruntime

        weights = read_weights(weights_file(folder))
        tensors = weights.tensors
        self._tokenizer = Tokenizer(weights.pieces, weights.scores, weights.normal)
        self._prefix = self._tokenizer.ids(PREFIX.strip())
        self._words = tensors["emb.word"]
        positions = tensors["emb.pos"].reshape(-1, weights.shape.width)
        # Of the two kinds of token only the first is ever used.
        self._positions = positions + tensors["emb.type"][: weights.shape.width]
        self._norm = tensors["emb.ln.w"], tensors["emb.ln.b"], weights.shape.epsilon
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            layers_graph(weights, taken, read_changes(adapter_file(folder))),
            options,
            providers=["CPUExecutionProvider"],
        )
        self._outputs = [f"after{layer}" for layer in taken]
        self._threads = threads
        self._token_layer = list(taken).index(tokens_after or taken[-1])
        self._latest: Optional[Tuple[str, List[List[int]], List[Any], Any]] = None
        #: The vectors of the texts whose tokens were asked for all together, (layers, width) each.
        self._read: Dict[str, Any] = {}

    def pieces(self, text: str) -> List[List[int]]:
        """Return the tokens of a text: one piece, or its beginning and its end."""
        ids = self._tokenizer.ids(text)
        room = MOST_TOKENS - len(self._prefix)
        parts = [ids] if len(ids) <= room else [ids[:room], ids[-min(room, len(ids) - room) :]]
        return [[BEGIN, *self._prefix, *part, END] for part in parts]

    def encode(self, texts: Sequence[str]) -> List[Any]:
        """Return for each layer taken an array (texts, width), each row of length 1."""
        if len(texts) == 1:
            return [layer[None] for layer in _unit(self._vectors(*self._run(texts[0])[2:]))]
        new = [text for text in dict.fromkeys(texts) if text not in self._read]
        found = {**self._read, **dict(zip(new, self._each(self._vectors_of, new), strict=True))}
        width = self._positions.shape[1]
        vectors = np.zeros((len(self._outputs), len(texts), width), np.float32)
        for row, text in enumerate(texts):
            vectors[:, row] = found[text]
        return list(vectors)

    def tokens(self, text: str) -> Tokens:
        """Return the tokens of a text with their states; right after `encode` it costs nothing."""
        _, pieces, hidden, _ = self._run(text)
        return self._tokens(text, pieces, hidden)

    def tokens_of_all(self, texts: Sequence[str]) -> List[Tokens]:
        """Return the tokens of many texts, their states in float16.

        The vectors of the texts are kept for `encode`, which then costs nothing.
        """
        read = self._each(self._vectors_and_tokens, texts)
        self._read.update((text, vectors) for text, (vectors, _) in zip(texts, read, strict=True))
        return [tokens for _, tokens in read]

    def _each(self, reading: Callable[[str], _Read], texts: Sequence[str]) -> List[_Read]:
        """Return what is read of each text: each is computed alone, several of them at once."""
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(reading, texts))

    def _vectors_of(self, text: str) -> Any:
        return _unit(self._vectors(*self.hidden(self.pieces(text))))

    def _vectors_and_tokens(self, text: str) -> Tuple[Any, Tokens]:
        pieces = self.pieces(text)
        hidden, counted = self.hidden(pieces)
        tokens = self._tokens(text, pieces, hidden)
        halved = Tokens(tokens.spans, tokens.states.astype(np.float16))
        return _unit(self._vectors(hidden, counted)), halved

    @staticmethod
    def _vectors(hidden: List[Any], counted: Any) -> Any:
        """Return the sum of the states after each layer taken, (layers, width)."""
        return np.stack([(states * counted[..., None]).sum(axis=(0, 1)) for states in hidden])

    def _tokens(self, text: str, pieces: Sequence[List[int]], hidden: List[Any]) -> Tokens:
        """Return the tokens of a text that was read in these pieces."""
        states = hidden[self._token_layer]
        begin = 1 + len(self._prefix)
        spans = self._tokenizer.spans(text)
        parts = [states[row, begin : len(piece) - 1] for row, piece in enumerate(pieces)]
        first, last = len(parts[0]), len(parts[1]) if len(parts) > 1 else 0
        read = spans[:first] + (spans[-last:] if last else [])
        return Tokens(read, np.concatenate(parts))

    def _run(self, text: str) -> Tuple[str, List[List[int]], List[Any], Any]:
        """Encode one text, or take what was encoded just before."""
        if self._latest is None or self._latest[0] != text:
            pieces = self.pieces(text)
            self._latest = (text, pieces, *self.hidden(pieces))
        return self._latest

    def hidden(self, sequences: Sequence[List[int]]) -> Tuple[List[Any], Any]:
        """Return the states after each layer taken, and which of the tokens are no padding."""
        longest = max(map(len, sequences))
        ids = np.full((len(sequences), longest), PAD)
        for row, sequence in enumerate(sequences):
            ids[row, : len(sequence)] = sequence
        lengths = np.asarray([len(sequence) for sequence in sequences], dtype=np.int32)
        given = {"embedded": self._embedded(ids), "lengths": lengths}
        counted = (np.arange(longest) < lengths[:, None]).astype(np.float32)
        return self._session.run(self._outputs, given), counted

    def _embedded(self, ids: Any) -> Any:
        words = self._words.floats(ids.reshape(-1)).reshape(*ids.shape, -1)
        states = words + self._positions[: ids.shape[1]]
        scale, shift, epsilon = self._norm
        mean = states.mean(axis=-1, keepdims=True)
        spread = np.sqrt(states.var(axis=-1, keepdims=True) + epsilon)
        return ((states - mean) / spread * scale + shift).astype(np.float32)


def _unit(vectors: Any) -> Any:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)

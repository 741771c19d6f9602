"""The encoder: tokens in, the mean of the hidden states after some layers out."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence, Tuple

import numpy as np

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
#: Tokens, with the padding, that are encoded at once.
BATCH_TOKENS = 1024


class E5:
    """Multilingual E5-small with 4-bit weights, all on the processor."""

    def __init__(
        self, taken: Sequence[int], threads: int = 1, tokens_after: Optional[int] = None
    ) -> None:
        """Build the network up to the last of the layers `taken`, which give the vectors.

        `tokens_after`: which of them gives the states of tokens; the last one by default.
        """
        import onnxruntime

        weights = read_weights(weights_file())
        tensors = weights.tensors
        self._tokenizer = Tokenizer(weights.pieces, weights.scores, weights.normal)
        self._prefix = self._tokenizer.ids(PREFIX.strip())
        self._words = tensors["emb.word"]
        positions = tensors["emb.pos"].reshape(-1, weights.shape.width)
        # Of the two kinds of token only the first is ever used.
        self._positions = positions + tensors["emb.type"][: weights.shape.width]
        self._norm = tensors["emb.ln.w"], tensors["emb.ln.b"], weights.shape.epsilon
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # A waiting thread that spins would take the core from the others.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            layers_graph(weights, taken), options, providers=["CPUExecutionProvider"]
        )
        self._outputs = [f"after{layer}" for layer in taken]
        self._token_layer = list(taken).index(tokens_after or taken[-1])
        self._latest: Optional[Tuple[str, List[List[int]], List[Any], Any]] = None

    def pieces(self, text: str) -> List[List[int]]:
        """Return the tokens of a text: one piece, or its beginning and its end."""
        ids = self._tokenizer.ids(text)
        room = MOST_TOKENS - len(self._prefix)
        parts = [ids] if len(ids) <= room else [ids[:room], ids[-min(room, len(ids) - room) :]]
        return [[BEGIN, *self._prefix, *part, END] for part in parts]

    def encode(self, texts: Sequence[str]) -> List[Any]:
        """Return for each layer taken an array (texts, width), each row of length 1."""
        if len(texts) == 1:
            _, _, hidden, counted = self._run(texts[0])
            totals = [(states * counted[..., None]).sum(axis=(0, 1))[None] for states in hidden]
            return [total / np.linalg.norm(total, axis=1, keepdims=True) for total in totals]
        pieces = [(row, piece) for row, text in enumerate(texts) for piece in self.pieces(text)]
        pieces.sort(key=lambda item: len(item[1]))
        sums = [np.zeros((len(texts), self._words_width), np.float32) for _ in self._outputs]
        for batch in _batches(pieces):
            hidden, counted = self.hidden([piece for _, piece in batch])
            for layer, states in enumerate(hidden):
                rows = [row for row, _ in batch]
                np.add.at(sums[layer], rows, (states * counted[..., None]).sum(axis=1))
        return [total / np.linalg.norm(total, axis=1, keepdims=True) for total in sums]

    def tokens(self, text: str) -> Tokens:
        """Return the tokens of a text with their states; right after `encode` it costs nothing."""
        _, pieces, hidden, _ = self._run(text)
        begin = 1 + len(self._prefix)
        spans = self._tokenizer.spans(text)
        states = hidden[self._token_layer]
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

    @property
    def _words_width(self) -> int:
        return int(self._positions.shape[1])

    def _embedded(self, ids: Any) -> Any:
        words = self._words.floats(ids.reshape(-1)).reshape(*ids.shape, -1)
        states = words + self._positions[: ids.shape[1]]
        scale, shift, epsilon = self._norm
        mean = states.mean(axis=-1, keepdims=True)
        spread = np.sqrt(states.var(axis=-1, keepdims=True) + epsilon)
        return ((states - mean) / spread * scale + shift).astype(np.float32)


def _batches(pieces: Sequence[Tuple[int, List[int]]]) -> Any:
    """Yield pieces of about the same length together, up to `BATCH_TOKENS` with the padding."""
    start = 0
    while start < len(pieces):
        end = start + 1
        while end < len(pieces) and len(pieces[end][1]) * (end + 1 - start) <= BATCH_TOKENS:
            end += 1
        yield pieces[start:end]
        start = end

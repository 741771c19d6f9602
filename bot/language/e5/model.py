"""The encoder: tokens in, the mean of the hidden states after some layers out."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

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
            _, _, hidden, counted = self._run(texts[0])
            totals = [(states * counted[..., None]).sum(axis=(0, 1)) for states in hidden]
            return [_unit(total)[None] for total in totals]
        new = [text for text in dict.fromkeys(texts) if text not in self._read]
        found = {**self._read, **dict(zip(new, self._encoded(new)[0], strict=True))}
        vectors = np.zeros((len(self._outputs), len(texts), self._words_width), np.float32)
        for row, text in enumerate(texts):
            vectors[:, row] = found[text]
        return list(vectors)

    def tokens(self, text: str) -> Tokens:
        """Return the tokens of a text with their states; right after `encode` it costs nothing."""
        _, pieces, hidden, _ = self._run(text)
        states = hidden[self._token_layer]
        return self._tokens(text, [states[row, : len(piece)] for row, piece in enumerate(pieces)])

    def tokens_of_all(self, texts: Sequence[str]) -> List[Tokens]:
        """Return the tokens of many texts, their states in float16.

        The vectors of the texts are kept for `encode`, which then costs nothing.
        """
        vectors, states = self._encoded(texts, tokens=True)
        self._read.update(zip(texts, vectors, strict=True))
        return [self._tokens(text, parts) for text, parts in zip(texts, states, strict=True)]

    def _encoded(
        self, texts: Sequence[str], *, tokens: bool = False
    ) -> Tuple[List[Any], List[List[Any]]]:
        """Return for each text an array (layers, width), and where asked its pieces' states."""
        pieces = [(row, piece) for row, text in enumerate(texts) for piece in self.pieces(text)]
        order = sorted(range(len(pieces)), key=lambda place: len(pieces[place][1]))
        sums = np.zeros((len(texts), len(self._outputs), self._words_width), np.float32)
        states: List[Any] = [None] * len(pieces)
        for batch in _batches([len(pieces[place][1]) for place in order]):
            places = order[batch]
            hidden, counted = self.hidden([pieces[place][1] for place in places])
            for layer, after in enumerate(hidden):
                totals = (after * counted[..., None]).sum(axis=1)
                for place, total in zip(places, totals, strict=True):
                    sums[pieces[place][0], layer] += total
            if tokens:
                after = hidden[self._token_layer]
                for row, place in enumerate(places):
                    states[place] = after[row, : len(pieces[place][1])].astype(np.float16)
        parts: List[List[Any]] = [[] for _ in texts]
        for (row, _), state in zip(pieces, states, strict=True):
            parts[row].append(state)
        return list(_unit(sums)), parts

    def _tokens(self, text: str, states: Sequence[Any]) -> Tokens:
        """Return the tokens of a text; `states`: of each of its pieces, with beginning and end."""
        begin = 1 + len(self._prefix)
        spans = self._tokenizer.spans(text)
        parts = [piece[begin:-1] for piece in states]
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


def _batches(lengths: Sequence[int]) -> Iterator[slice]:
    """Yield stretches of pieces of about the same length, up to `BATCH_TOKENS` with the padding."""
    start = 0
    while start < len(lengths):
        end = start + 1
        while end < len(lengths) and lengths[end] * (end + 1 - start) <= BATCH_TOKENS:
            end += 1
        yield slice(start, end)
        start = end


def _unit(vectors: Any) -> Any:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)

"""Finds the product that a story names, by tokens that were learned: lists know too few goods."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression

from bot.language.encoder import (
    E5_TOKEN_LAYER,
    TRAINING_THREADS,
    Encoder,
    encoder_version,
    load_encoder,
)
from bot.language.no_products import names_a_place, names_no_product
from bot.language.normalize import Folded, fold
from bot.language.products import Product, find_products
from bot.language.quantity import count_beside
from bot.language.segment import segment
from bot.nlu.encodings import token_states
from bot.nlu.labels import labels_of

PRODUCT, QUANTITY = "product", "quantity"
ARRAYS = "tagger.npz"
#: A token belongs to a product from the second on; one of its tokens must reach the first.
#: Chosen by cross-validation, like the share that a name known to the lists adds.
LEAST, PART = 0.4, 0.3
KNOWN_SHARE, MOST_KNOWN = 0.1, 2.5
#: An answer to another question seldom names the product as well.
SURE = 0.85
#: Shorter messages that answer a question are read by rules alone: characters of Chinese, others.
SHORTEST_STORY = {True: 12, False: 30}
#: What is said of the whole message and takes no place in it.
WHOLE = frozenset({"language", "locale", "answer", "declined"})
#: What may stand in one place with the product; it is part of its name or counts it.
BESIDE = WHOLE | {"model", QUANTITY, PRODUCT}
#: Tokens that belong to no product, of which there are twenty times as many: the share kept.
OTHERS_KEPT = 0.5
_HAN = re.compile(r"[\u3400-\u9fff]")
_INSIDE = re.compile(r"[A-Za-z0-9]")
_BEFORE = re.compile(r"[A-Za-z0-9'’-]")
_WITHIN = re.compile(r"[A-Za-z0-9]|['’][A-Za-z]")
_EDGES = " \t\n,.，。、!！?？的:：;；…~-–—*\"'“”‘’(（[【{「『《<"
_PAIRS = dict(["()", "（）", "[]", "【】", "{}", "「」", "『』", "《》", "<>"])
#: What may stand before a name and is no part of it.
_LEAD = re.compile(
    r"(?:[\s,.，。、!！?？的:：;；…~–—*\"'“”‘’>》』」}】\]）)-]"
    r"|[这那這](?:一?[个個台部件双雙套箱瓶包盒张張只隻本袋支对對副辆輛盆片床款条條把间間块塊份])?"
    r"|[我你您他她咱][们們]?家?的?"
    r"|(?:定[做制]|定製|訂[做製]|订[做制]|新[买買]|刚[买買]|剛買|网购|網購)的"
    r"|(?:my|our|your|the|a|an|this|that|these|those) )*",
    re.IGNORECASE,
)
#: What is done to goods, and said right before or behind them: 修打印机 is no printer's name.
_VERBS = frozenset("修装裝换換买買订訂")
_DONE_BEFORE = re.compile(rf"(?:上[门門]|来|來|去)?[{''.join(sorted(_VERBS))}]")
#: Parts, said right behind the goods: 冰箱冷藏室 is a fridge that is broken there.
_PARTS = re.compile(r"冷[藏冻凍][室层層区區]|内胆|內膽|外壳|外殼|机身|機身|面板|门封条?|門封條?")
#: What a name goes on with: "train" is half of a train set's.
_NOUN = re.compile(
    r" (?:set|kit|machine|colou?r|dye|grinder|maker|reader|player|charger|stand|rack|holder|case"
    r"|cover|bag|table)s?\b",
    re.IGNORECASE,
)


#: What is told beside a name: 发的蟹券 is a voucher, 送张油压床 a bed.
_GIVEN_ZH = re.compile(
    r"(?:[发發送买買订訂寄给給](?:的|额|嘅|咗|了)[一两兩]?|(?<=[送买買订訂换換装裝修寄])(?=[张張部隻只件把條条架台個个套])\S)(?=[\u3400-\u9fff]{2})"
)


#: What was done how often is no part of a name (变速箱修一回6200), nor is half a word
#: (会员auto-renew).
_TAIL = re.compile(
    r"[修換换装裝买買洗用][了过過]?(?:[一二两兩三几幾]|\d+)[回次遍趟]\S*$"
    r"|(?<=[\u3400-\u9fff])[A-Za-z]+$"
)


@dataclass(frozen=True)
class Named:
    """A product that a text names, and how likely it is the matter."""

    start: int
    end: int
    chance: float


class Tagger:
    """Tells of each token of a text how likely it belongs to the product: one linear model."""

    def __init__(self, encoder: Encoder, weights: Any = None, bias: float = 0.0) -> None:
        self._encoder = encoder
        self.weights = weights
        self.bias = bias

    def fit(
        self,
        texts: Sequence[str],
        names: Sequence[Optional[str]],
        kept_in: Optional[Path] = None,
    ) -> None:
        """Learn from texts and the product that each of them names (None: it names none).

        Where a file is given, it keeps the tokens' states for the next time.
        """
        all_folded = [fold(text) for text in texts]
        read = token_states(self._encoder, [folded.text for folded in all_folded], kept_in)
        if read is None:
            return
        states, truth = [], []
        for folded, tokens, name in zip(all_folded, read, names, strict=True):
            places = _mentions(folded.source, name) if name else []
            spans = [folded.back(start, end) for start, end in tokens.spans]
            states.append(tokens.states)
            truth += [
                start < end and any(start < last and first < end for first, last in places)
                for start, end in spans
            ]
        vectors, answers = np.concatenate(states).astype(np.float32), np.asarray(truth)
        kept = answers | (np.random.RandomState(7).rand(len(answers)) < OTHERS_KEPT)
        middle, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-3
        model = LogisticRegression(C=0.01, solver="liblinear", tol=0.01, random_state=7)
        model.fit((vectors[kept] - middle) / spread, answers[kept])
        self.weights = (model.coef_[0] / spread).astype(np.float32)
        self.bias = float(model.intercept_[0] - (self.weights * middle).sum())

    def named(self, text: str) -> List[Named]:
        """Return the products that the text may name, in the order in which they stand."""
        folded = fold(text)
        tokens = self._encoder.tokens(folded.text) if self.weights is not None else None
        if tokens is None:
            return []
        chances = 1 / (1 + np.exp(-(tokens.states @ self.weights + self.bias)))
        known = find_products(folded)
        found = []
        for first, last, chance in _runs(tokens.spans, chances):
            start, end = _widened(folded, *folded.back(first, last))
            start, end = _whole_name(folded, start, end, known)
            given = _GIVEN_ZH.match(text, start, end)
            start = given.end() if given else start
            tail = _TAIL.search(text, start + 2, end)
            if tail and (_HAN.match(tail.group()) or text[end : end + 1] == "-"):
                end = tail.start()
            if (
                start < end
                and not names_no_product(text, start, end)
                and not names_a_place(text, start, end)
            ):
                listed = [item.weight for item in known if item.start < end and start < item.end]
                share = KNOWN_SHARE * min(max(listed, default=0.0), MOST_KNOWN)
                found.append(Named(start, end, min(chance + share, 1.0)))
        return found


def _runs(spans: Sequence[Tuple[int, int]], chances: Any) -> List[Tuple[int, int, float]]:
    """Return the stretches of neighbouring tokens that may be part of a name."""
    found: List[Tuple[int, int, float]] = []
    going = False
    for (start, end), chance in zip(spans, chances.tolist(), strict=True):
        if chance < PART or (not going and start == end):
            going = False
        elif going:
            begin, _, best = found[-1]
            found[-1] = (begin, max(end, found[-1][1]), max(best, chance))
        else:
            found.append((start, end, chance))
            going = True
    return found


def _widened(folded: Folded, start: int, end: int) -> Tuple[int, int]:
    """Return a stretch with the whole of the words that it begins and ends in."""
    text = folded.source
    while start > 0 and _BEFORE.match(text[start - 1]) and _WITHIN.match(text, start):
        start -= 1
    while end < len(text) and _INSIDE.match(text[end]) and _INSIDE.match(text[end - 1]):
        end += 1
    for word in segment(folded.source):
        if not _HAN.match(word.text) or len(word.text) > 4:
            continue
        start = word.start if word.start < start < word.end else start
        end = word.end if word.start < end < word.end else end
    return _balanced(text, *_bared(text, start, end))


def _whole_name(folded: Folded, start: int, end: int, known: Sequence[Product]) -> Tuple[int, int]:
    """Return a stretch without a verb or a part beside a name that is known, and with its noun."""
    text = folded.source
    for item in known:
        if item.end == end and _DONE_BEFORE.fullmatch(text[start : item.start]):
            return item.start, end
        if item.start == start and item.end + 1 == end and text[item.end] in _VERBS:
            return start, item.end
        if item.start == start and item.end < end and _PARTS.fullmatch(text[item.end : end]):
            return start, item.end
    noun = _NOUN.match(text, end)
    return start, noun.end() if noun else end


def _bared(text: str, start: int, end: int) -> Tuple[int, int]:
    """Return a stretch without what stands before and behind a name: articles, quotes, dashes.

    A bracket at its beginning stays only where it closes within the name: 《三体》全集.
    """
    while True:
        lead = _LEAD.match(text, start, end)
        start = lead.end() if lead else start
        while start < end and text[end - 1] in _EDGES:
            end -= 1
        closing = _PAIRS.get(text[start]) if start < end else None
        if closing is None or closing in text[start : end - 1]:
            return start, end
        start, end = start + 1, end - (text[end - 1] == closing)


def _balanced(text: str, start: int, end: int) -> Tuple[int, int]:
    """Return the longer part of a stretch with half a pair of brackets: `Parcel (JBL speaker`."""
    while True:
        opened: List[int] = []
        alone = -1
        for place in range(start, end):
            sign = text[place]
            if sign in _PAIRS:
                opened.append(place)
            elif sign in _PAIRS.values():
                if not opened or _PAIRS[text[opened[-1]]] != sign:
                    alone = place
                    break
                opened.pop()
        if alone < 0 and opened:
            alone = opened[0]
        if alone < 0:
            return start, end
        before, behind = _bared(text, start, alone), _bared(text, alone + 1, end)
        start, end = max(before, behind, key=lambda part: part[1] - part[0])


def _mentions(text: str, name: str) -> List[Tuple[int, int]]:
    edge = r"(?<!\w){}(?!\w)" if name.isascii() else "{}"
    return [found.span() for found in re.finditer(edge.format(re.escape(name)), text)]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ProductTagger(GraphComponent):
    """Puts the product that a story names among the entities, and the count beside it.

    Learns from examples with a `[…](product)` and from those labelled `g=-`, which name none.
    Stands behind `ComplaintReader`, whose look at the text it shares.
    """

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        tagger: Optional[Tagger] = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._tagger = tagger

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings, the same as the reader's."""
        return {"encoder": "use+e5", "encodings": None}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ProductTagger:
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
    ) -> ProductTagger:
        """Read what was learned from the model."""
        with model_storage.read_from(resource) as folder, np.load(folder / ARRAYS) as saved:
            weights, bias = saved["weights"], float(saved["bias"])
        tagger = Tagger(load_encoder(config["encoder"]), weights if len(weights) else None, bias)
        return cls(config, model_storage, resource, tagger)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the annotated examples and keep the weights in the model."""
        texts, names = [], []
        for example in training_data.intent_examples:
            labels = labels_of(example.get(METADATA))
            named = [item for item in example.get(ENTITIES) or [] if item["entity"] == PRODUCT]
            if named or (labels is not None and labels.unnamed):
                text = example.get(TEXT)
                texts.append(text)
                names.append(text[named[0]["start"] : named[0]["end"]] if named else None)
        tagger = Tagger(load_encoder(self._config["encoder"], TRAINING_THREADS))
        if any(names):
            name, folder = self._config["encoder"], self._config["encodings"]
            kept = f"{encoder_version(name)}-tokens-{E5_TOKEN_LAYER}.npz"
            tagger.fit(texts, names, Path(folder) / kept if folder else None)
        weights = tagger.weights if tagger.weights is not None else np.zeros(0, np.float32)
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(folder / ARRAYS, weights=weights, bias=tagger.bias)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the training data as it is: nothing after this component learns from it."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the product of each message that tells a story, in place of what the rules found."""
        assert self._tagger is not None, "ProductTagger is neither trained nor loaded"
        for message in messages:
            text = (message.get(TEXT) or "").strip()
            asked = (message.get(METADATA) or {}).get("expecting")
            entities = list(message.get(ENTITIES) or [])
            least = least_chance(text, asked)
            if least is None:
                continue
            chosen = best_named(self._tagger.named(text), entities, least)
            if chosen is None:
                continue
            kept = [item for item in entities if item["entity"] != PRODUCT]
            kept.append(self._entity(PRODUCT, text[chosen.start : chosen.end], chosen))
            if asked != QUANTITY and not any(item["entity"] == QUANTITY for item in kept):
                count = count_beside(fold(text), chosen.start, chosen.end)
                if count is not None and _is_free(count.start, count.end, kept):
                    place = Named(count.start, count.end, chosen.chance)
                    kept.append({**self._entity(QUANTITY, count.value, place), "text": count.text})
            message.set(ENTITIES, kept, add_to_output=True)
        return messages

    def _entity(self, name: str, value: Any, place: Named) -> Dict[str, Any]:
        """Return a value in the form of Rasa's entities."""
        return {
            "entity": name,
            "value": value,
            "start": place.start,
            "end": place.end,
            "text": str(value),
            "confidence_entity": round(place.chance, 4),
            "extractor": type(self).__name__,
        }


def least_chance(text: str, asked: Any) -> Optional[float]:
    """Return how likely a product must be to count; None where the rules read the message alone."""
    if asked in (None, "", "complaint_text"):
        return LEAST
    if asked == PRODUCT or len(text) < SHORTEST_STORY[bool(_HAN.search(text))]:
        return None
    return SURE


def best_named(
    found: Sequence[Named], entities: Sequence[Dict[str, Any]], least: float
) -> Optional[Named]:
    """Return the likeliest product that takes no other detail's place."""
    others = [item for item in entities if item["entity"] not in BESIDE]
    free = [
        item for item in found if item.chance >= least and _is_free(item.start, item.end, others)
    ]
    return max(free, key=lambda item: (item.chance, -item.start), default=None)


def _is_free(start: int, end: int, entities: Sequence[Dict[str, Any]]) -> bool:
    return not any(
        item["entity"] not in WHOLE and start < item["end"] and item["start"] < end
        for item in entities
    )

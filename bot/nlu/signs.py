"""What plain Python finds in a text for the heads: its words, and the signs of tone.

For thousands of training messages that is most of the work besides the encoder's, so it is shared
out among processes of its own: `python -m bot.nlu.signs` reads a list of texts and writes a list.
"""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import List, Sequence, Tuple

from bot.language.cues import cues
from bot.language.encoder import TRAINING_THREADS, ends_of
from bot.language.normalize import fold
from bot.language.segment import segment

ROOT = Path(__file__).resolve().parent.parent.parent
#: A longer text is learned from and read by its beginning and its end.
MOST_CHARACTERS = 6_000
#: Fewer texts than this are read sooner than another process starts.
FEWEST_SHARED = 1_000

#: The plain form of a text, its words with blanks between them, and its signs.
Found = Tuple[str, str, List[float]]


def signs(text: str) -> Found:
    """Return the plain form of a text, its words and the signs of tone."""
    folded = ends_of(fold(text).text, MOST_CHARACTERS)
    return folded, " ".join(span.text for span in segment(folded)), cues(text)


def signs_of_all(texts: Sequence[str]) -> List[Found]:
    """Return the same of many texts, in their order, by several processes.

    Raises:
        subprocess.CalledProcessError: a process failed; its words stand in the log.
    """
    if len(texts) < FEWEST_SHARED:
        return [signs(text) for text in texts]
    # Each process takes some 600 MB: one for each processor of a large machine would fill it.
    count = TRAINING_THREADS
    with ThreadPoolExecutor(count) as pool:
        shares = list(pool.map(_apart, [texts[start::count] for start in range(count)]))
    return [shares[place % count][place // count] for place in range(len(texts))]


def _apart(texts: Sequence[str]) -> List[Found]:
    done = subprocess.run(
        [sys.executable, "-m", "bot.nlu.signs"], input=json.dumps(list(texts)), cwd=ROOT,
        stdout=subprocess.PIPE, encoding="ascii", check=True,
    )  # fmt: skip
    return [(folded, words, numbers) for folded, words, numbers in json.loads(done.stdout)]


if __name__ == "__main__":
    json.dump([signs(text) for text in json.load(sys.stdin)], sys.stdout)

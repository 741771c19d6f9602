"""Writes docs/reference; `make docs` calls it."""

import sys

from tools.reference.pages import FOLDER, pages
from tools.reference.untold import Untold


def main() -> int:
    """Write every page that changed and say which."""
    try:
        written = pages()
    except Untold as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"· docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What stops the writing: the code says something that the texts do not, or no more."""


class Untold(Exception):
    """Something in the code has no wording in the texts, or a wording has nothing in the code."""


def require_same(file: str, needed: set[str], told: set[str]) -> None:
    """Raise `Untold` with all names that a file of texts lacks and all that it has too many."""
    lines = [f"  add     {name}" for name in sorted(needed - told)]
    lines += [f"  remove  {name}" for name in sorted(told - needed)]
    if lines:
        raise Untold("\n".join([f"tools/reference/texts/{file}:", *lines]))

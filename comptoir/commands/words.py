"""How the command line writes sizes."""


def size(count: int) -> str:
    """A number of bytes as people read it: "12.3 MB"."""
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= step:
            return f"{count // (step // 10) / 10:.1f} {unit}"
    return f"{count} bytes"

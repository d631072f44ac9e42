"""What atheris runs: one reader over bytes that are changed again and again, guided by the lines that they reach.

    python tests/formats/fuzz/readers.py invoice -max_total_time=60 NEW_SEEDS SEEDS...

Ends with an error at the first exception that is not the reader's own refusal, and leaves the bytes behind.
"""

import json
import random
import sys
from contextlib import suppress

import atheris

with atheris.instrument_imports(include=["comptoir.formats", "comptoir.kit", "comptoir.records", "tests.formats"]):
    from lxml import etree

    from comptoir.formats import invoice_json
    from comptoir.formats.facturx import read as facturx
    from comptoir.formats.invoice_xml import read_invoice
    from comptoir.formats.source import read_source
    from comptoir.formats.unreadable import Unreadable
    from tests.formats.changing import KINDS, WORDS, done

READERS = {
    "invoice": lambda content: invoice_json.to_json(read_invoice(content)),
    "pdf": lambda content: facturx.to_json(facturx.read_pdf(content)),
    "source": read_source,
}


def changed(content: bytes, most: int, seed: int) -> bytes:
    """The tree changed where the bytes are one, so that more than the parser is tried; else the bytes."""
    chance = random.Random(seed)
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return bytes(atheris.Mutate(content, len(content)))
    if chance.random() < 0.2:
        return bytes(atheris.Mutate(content, most))
    for _ in range(chance.randint(1, 4)):
        done(root, (chance.choice(KINDS), chance.randrange(500), chance.randrange(500), chance.choice(WORDS)))
    return etree.tostring(root)[:most]


def main() -> None:
    """Try the reader that is named first; the other words are for libFuzzer."""
    read = READERS[sys.argv.pop(1)]

    def tried(content: bytes) -> None:
        with suppress(Unreadable):
            json.dumps(read(content))

    atheris.Setup(sys.argv, tried, custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

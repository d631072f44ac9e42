"""Measure imports and pages on books of several sizes, and write the figures as tables: `make bench`.

Each size has an installation of its own: generated books, a real `comptoir sync` in a process of its own (time and peak
memory), then a real `comptoir serve` asked over HTTP by clients that are logged in: every page by one, the archive by
eight as well. PostgreSQL takes part when COMPTOIR_BENCH_POSTGRES names a server (postgres://user@host:port); the
databases made there are dropped again. Then the rooms of what is handed in, with few documents and with very many;
`--lines ""` and `--handed ""` leave one of both out.
"""

import argparse
import contextlib
import csv
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bench_handed
from bench_site import BIN, LOGIN, Client, Place, Site, logged_in, served

NUMBER = "0123456749"
SMALLEST_OF_THREE_YEARS = 4500
"""Fewer lines than this make one year of books: every case of settling must find room."""

ARCHIVE = "/d/1/archive/purchases/"
OPEN = f"{ARCHIVE}?payment=unpaid&payment=partly&sort=-date"
EIGHT = "archive, open, eight clients"

Taken = tuple[list[float], float]
"""Milliseconds per answer as the clients saw them, and the server's own work for one."""


def measured_import(place: Place, folder: Path) -> str:
    """The first synchronisation in words: lines a second on the clock and of its own work, and its peak memory."""
    place.run("create-dossier", "--number", NUMBER, "--name", "Bench", "--connector", "fec", "--folder", str(folder))
    command = [str(BIN / "comptoir"), "sync", "--dossier", NUMBER, "--json", "--data", str(place.data)]
    began = time.perf_counter()
    process = subprocess.Popen(command, env=place.surroundings, stdout=subprocess.PIPE, text=True)
    out = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if status:
        raise SystemExit(f"the synchronisation failed: {out}")
    lines, worked = int(json.loads(out)["counts"]["lines"]), used.ru_utime + used.ru_stime
    speed = f"{lines / seconds:,.0f} lines/s, {lines / worked:,.0f} per second of its own work"
    return f"{lines:,} lines: {speed}, peak {used.ru_maxrss / 1024:.0f} MB"


def pages_of(client: Client, books: Path) -> dict[str, str]:
    """What is asked for, by name; the largest partner and account are those with most lines in the books."""
    partners: Counter[str] = Counter()
    accounts: Counter[str] = Counter()
    for file in sorted(books.glob("FEC*.txt")):
        with file.open(encoding="cp1252", newline="") as lines:
            for line in csv.DictReader(lines, delimiter="\t"):
                accounts[line["CompteNum"]] += 1
                if line["CompteNum"].startswith("40"):
                    partners[line["CompAuxNum"]] += 1
    with (books / "pieces.csv").open(encoding="utf-8", newline="") as file:
        pieces = [row for row in csv.DictReader(file, delimiter=";") if row["journal"] == "ACH"]
    customers, general = "/d/1/history/customers/", "/d/1/history/accounts/"
    return {
        "archive, open": OPEN,
        "archive, a rare word": f"{ARCHIVE}?q={pieces[len(pieces) // 2]['document_number']}",
        "archive, a frequent word": f"{ARCHIVE}?q={pieces[-1]['year']}",
        "archive, ticked but open": f"{ARCHIVE}?drift=yes",
        "financial": "/d/1/financial/",
        "customers": customers,
        "the largest customer": _first_of(client, customers, f"?q={partners.most_common(1)[0][0]}"),
        "the largest account": _first_of(client, general, f"?q={accounts.most_common(1)[0][0]}"),
    }


def _first_of(client: Client, listed: str, query: str) -> str:
    found = re.search(rf'href="({listed}\d+/)', client.get(listed + query))
    if not found:
        raise SystemExit(f"nothing is listed at {listed}{query}")
    return found[1]


def measured_pages(place: Place, books: Path, times: int) -> tuple[dict[str, Taken], tuple[float, float]]:
    """What each page takes, and what the server holds in memory (MB) before the first and after the last."""
    with served(place) as site:
        clients = [logged_in(place, site.root, first=number == 0) for number in range(8)]
        settings = "/office/1/dossiers/1/configuration/"
        clients[0].post(f"{settings}financial/", form=settings, shown="yes")
        first, taken = site.memory(), {}
        for name, path in pages_of(clients[0], books).items():
            clients[0].timed(path, 5)
            taken[name] = _taken(site, clients[:1], path, times)
        taken[EIGHT] = _taken(site, clients, OPEN, times // 4)
        return taken, (first, site.memory())


def _taken(site: Site, clients: list[Client], path: str, times: int) -> Taken:
    before = site.worked()
    with ThreadPoolExecutor(len(clients)) as pool:
        ms = [one for every in pool.map(lambda client: client.timed(path, times), clients) for one in every]
    return ms, (site.worked() - before) / len(ms)


@contextlib.contextmanager
def installation(postgres: str, name: str) -> Iterator[Place]:
    """An installation with a firm, and on PostgreSQL a database of its own; both are gone when the block ends."""
    data = Path(tempfile.mkdtemp(prefix="comptoir-bench-"))
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("COMPTOIR_")}
    database = f"comptoir_bench_{os.getpid()}_{name}"
    if postgres:
        _psql(postgres, f"CREATE DATABASE {database}")
        surroundings["COMPTOIR_DATABASE_URL"] = f"{postgres}/{database}"
    place = Place(data, surroundings)
    try:
        (data / "firm.json").write_text(place.run("create-firm", "--name", "Bench", "--email", LOGIN[0], "--json"))
        yield place
    finally:
        shutil.rmtree(data, ignore_errors=True)
        if postgres:
            _psql(postgres, f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


def measure(name: str, size: int, books: Path, postgres: str, times: int) -> None:
    """Everything about one size on one database, printed when it is known."""
    with installation(postgres, str(size)) as place:
        print(f"\n{name}, {measured_import(place, books)}", end=", ", flush=True)
        taken, (first, last) = measured_pages(place, books, times)
        print(f"server {first:.0f} MB after login, {last:.0f} MB after the pages; load {os.getloadavg()[0]:.1f}\n")
        print("| page | median ms | p95 | of it the server's work |\n|---|---|---|---|")
        for page, (ms, worked) in taken.items():
            p95 = statistics.quantiles(ms, n=20)[-1]
            print(f"| {page} | {statistics.median(ms):.1f} | {p95:.1f} | {worked:.1f} |", flush=True)


def measure_handed(name: str, sizes: list[int], postgres: str, times: int) -> None:
    """The rooms of what is handed in with the smallest and the largest number of documents, and their ratio."""
    found = []
    for size in sizes:
        with installation(postgres, f"handed_{size}") as place:
            found.append(bench_handed.measured(place, size, times))
    print(f"\n{name}, documents handed in; load {os.getloadavg()[0]:.1f}\n")
    print(f"| page | {' | '.join(f'{size:,}: median ms' for size in sizes)} | ratio |")
    print("|---" * (len(sizes) + 2) + "|")
    for page in found[0]:
        ms = [each[page] for each in found]
        print(f"| {page} | {' | '.join(f'{each:.1f}' for each in ms)} | {ms[-1] / ms[0]:.1f} |", flush=True)


def _psql(server: str, sql: str) -> None:
    subprocess.run(["psql", f"{server}/postgres", "-qc", sql], check=True)


def main() -> None:
    """Measure every size on every database, and print the tables as it goes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", default="1500,100000,1000000")
    parser.add_argument("--handed", default="1000,1000000")
    parser.add_argument("--times", type=int, default=100)
    options = parser.parse_args()
    sizes, handed = ([int(size) for size in text.split(",") if size] for text in (options.lines, options.handed))
    postgres = os.environ.get("COMPTOIR_BENCH_POSTGRES", "").rstrip("/")
    folder = Path(tempfile.mkdtemp(prefix="comptoir-books-"))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for size in sizes:
            years = "3" if size >= SMALLEST_OF_THREE_YEARS else "1"
            asked = ["--lines", str(size), "--years", years, "--out", str(folder / str(size)), "--documents", "0"]
            subprocess.run([str(BIN / "comptoir"), "generate-books", *asked], check=True, stdout=subprocess.DEVNULL)
        for name, server in [("SQLite", ""), *([("PostgreSQL", postgres)] if postgres else [])]:
            for size in sizes:
                measure(name, size, folder / str(size), server, options.times)
            if handed:
                measure_handed(name, handed, server, options.times)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

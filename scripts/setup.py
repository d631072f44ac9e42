"""Prepare `.venv`: the locked packages, this checkout on its path, the `comptoir` command, the compiled translations.

Standard library only, and written so that even an old Python can read it and say what is wrong. Running it again costs
nothing: packages are installed only when the lock has changed since, and a run that was interrupted is done again.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
LAUNCHER = """#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

from comptoir.config.main import main

sys.exit(main())
"""
ABOUT = "import json, sys, sysconfig; print(json.dumps([list(sys.version_info[:2]), sysconfig.get_path('purelib')]))"


class Impossible(Exception):
    """The environment cannot be prepared; the message says what to do about it."""


def main(arguments):
    """Prepare the environment asked for: `--run` (the default) or `--dev`, in `--venv FOLDER` (default: .venv)."""
    kind = "dev" if "--dev" in arguments else "run"
    venv = Path(arguments[arguments.index("--venv") + 1]).absolute() if "--venv" in arguments else ROOT / ".venv"
    try:
        if sys.version_info < OLDEST:
            raise Impossible(f"Comptoir needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        with one_at_a_time():
            prepare(venv, kind)
    except Impossible as refusal:
        sys.exit(f"setup: {refusal}")
    except subprocess.CalledProcessError as failure:
        sys.exit(f"setup: this command failed, see above: {' '.join(map(str, failure.cmd))}")


def prepare(venv, kind):
    """Bring the environment to the state that the lock of this kind describes."""
    if venv.is_symlink():
        raise Impossible(f"{venv} is a link, and would belong to another checkout. Remove it, then run this again.")
    stamp = venv / "comptoir-setup.json"
    seen = json.loads(stamp.read_text()) if stamp.exists() else {}
    if not usable(venv) or seen.get("venv", str(venv)) != str(venv):
        seen = {}
        create(venv)
    if kind == "run" and seen.get("kind") == "dev":
        kind = "dev"  # it holds the packages of the run lock already
    wanted = {"venv": str(venv), "kind": kind, "lock": digest(ROOT / "requirements" / f"{kind}.txt")}
    if seen != wanted:
        stamp.unlink(missing_ok=True)
        install(venv, kind)
        compile_code(venv, about(venv)[1])
        keep(stamp, json.dumps(wanted))
    put_on_path(venv)
    compile_code(venv, ROOT / "comptoir")
    compile_messages(venv)


def one_at_a_time():
    """A lock that two runs of this script in one checkout cannot hold together; ends with the process."""
    place = ROOT / ".cache"
    place.mkdir(exist_ok=True)
    handle = (place / "setup.lock").open("w")
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def python_of(venv):
    """The environment's own interpreter."""
    return venv / "bin" / "python"


def about(venv):
    """Version and packages folder of the environment's interpreter."""
    answer = subprocess.run([python_of(venv), "-c", ABOUT], check=True, capture_output=True, text=True)
    version, packages = json.loads(answer.stdout)
    return tuple(version), Path(packages)


def usable(venv):
    """Whether an environment is there whose interpreter starts and is new enough."""
    try:
        version, _ = about(venv)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return False
    return version >= OLDEST


def create(venv):
    """Make the environment, by uv when it is there; on Debian, root gets the missing module from apt."""
    say(f"Creating {venv} with Python {sys.version.split()[0]}.")
    shutil.rmtree(venv, ignore_errors=True)
    if shutil.which("uv"):
        run("uv", "venv", "--quiet", "--python", sys.executable, venv)
        return
    if not has_venv_module():
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise Impossible(f"Python's venv module is not complete here. On Debian: apt-get install {package}")
        say(f"Installing {package} through apt.")
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", package)
    run(sys.executable, "-m", "venv", "--clear", venv)


def has_venv_module():
    """Debian splits what venv needs into a package of its own."""
    probe = [sys.executable, "-c", "import venv, ensurepip"]
    return subprocess.run(probe, check=False, capture_output=True).returncode == 0


def install(venv, kind):
    """Install the lock's packages, each checked against its hash."""
    lock = ROOT / "requirements" / f"{kind}.txt"
    say(f"Installing the packages of {lock.relative_to(ROOT)}.")
    if shutil.which("uv"):
        run("uv", "pip", "install", "--quiet", "--require-hashes", "--python", python_of(venv), "-r", lock)
        return
    pip = [python_of(venv), "-m", "pip"]
    if subprocess.run([*pip, "--version"], check=False, capture_output=True).returncode != 0:
        run(python_of(venv), "-m", "ensurepip", "--upgrade")
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    run(*pip, "install", *quiet, "--no-deps", "--require-hashes", "-r", lock)


def put_on_path(venv):
    """Make `import comptoir` and the `comptoir` command work from anywhere, on the files of this checkout."""
    _, packages = about(venv)
    keep(packages / "comptoir-checkout.pth", str(ROOT) + "\n")
    launcher = venv / "bin" / "comptoir"
    keep(launcher, LAUNCHER.format(python=python_of(venv)))
    launcher.chmod(0o755)


def compile_code(venv, folder):
    """Compile the folder's code, for a process starts in half the time then; uv does not, and Python may be told not to.

    What cannot be compiled is compiled when it is used, as ever.
    """
    command = [python_of(venv), "-m", "compileall", "-q", "-q", "-j", "0", folder]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


def compile_messages(venv):
    """Compile the translations that changed; silent when there are none."""
    catalogues = list((ROOT / "comptoir" / "locale").glob("*/LC_MESSAGES/*.po"))
    if all(newer(po.with_suffix(".mo"), po) for po in catalogues):
        return
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, COMPTOIR_DATA=folder)
        subprocess.run(
            [venv / "bin" / "comptoir", "compile-messages"], check=True, env=environment, stdout=subprocess.DEVNULL
        )


def newer(made, source):
    """Whether the made file is there and not older than its source."""
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def digest(path):
    """The hash of the file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def keep(path, text):
    """Write the file whole or not at all, and only when it differs."""
    if path.exists() and path.read_text() == text:
        return
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text)
    fresh.replace(path)


def run(*command):
    """Run a command whose failure ends the setup."""
    subprocess.run([str(part) for part in command], check=True)


def say(text):
    """One line of progress."""
    print(f"setup: {text}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

"""See to the Chromium that browser tests drive: Debian's own, installed through apt by root, asked for elsewhere."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-dejavu-core")
MISSING = """\
There is no Chromium here: the browser tests are skipped. To run them too, install it first:
    sudo apt-get install chromium"""


def found():
    """Where a Chromium lies, or None. COMPTOIR_CHROMIUM names another one."""
    named = os.environ.get("COMPTOIR_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def main():
    """Install what is missing where that can be done, say what to do where it cannot."""
    if found():
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(MISSING)
        return
    print("Installing Debian's Chromium through apt for the browser tests.", flush=True)
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES], check=True, env=quiet)


if __name__ == "__main__":
    main()

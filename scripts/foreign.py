"""See to the programs of others that tests run: Debian's own, installed through apt by root, asked for elsewhere.

Chromium, which browser tests drive, tesseract with its languages, which recognises the text of scans, dovecot, the mail
server from which e-mails are fetched, and curl, with which the examples of the documentation are run.
"""

import os
import shutil
import subprocess

SHELL = "chromium-headless-shell"
"""The same browser without its own windows: it draws pages in two thirds of the time, and has no viewer of PDF files."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LANGUAGES = ("fra", "nld", "eng", "osd")
BROWSER = ("chromium", "fonts-dejavu-core")
RECOGNITION = ("tesseract-ocr", *(f"tesseract-ocr-{language}" for language in LANGUAGES))
MAIL_SERVER = ("dovecot-imapd",)
MISSING = """\
There is no %s here: the tests that need it are skipped. To run them too, install it first:
    sudo apt-get install %s"""


def found():
    """Where a Chromium with everything in it lies, or None. COMPTOIR_CHROMIUM names another one."""
    named = os.environ.get("COMPTOIR_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def quick():
    """Where the Chromium lies that most tests drive: the one without windows, else the whole one, or None."""
    return os.environ.get("COMPTOIR_CHROMIUM") or shutil.which(SHELL) or found()


def recognises():
    """Whether tesseract is here with every language."""
    if shutil.which("tesseract") is None:
        return False
    told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout
    return set(LANGUAGES) <= set(told.split())


def serves_mail():
    """Where a dovecot lies, or None."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def main():
    """Install what is missing where that can be done, say what to do where it cannot."""
    missing = {}
    if not found():
        missing["Chromium"] = BROWSER
    if not recognises():
        missing["tesseract with its languages"] = RECOGNITION
    if not serves_mail():
        missing["dovecot"] = MAIL_SERVER
    if not shutil.which("curl"):
        missing["curl"] = ("curl",)
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        for name, packages in missing.items():
            print(MISSING % (name, " ".join(packages)))
        return
    print(f"Installing Debian's {', '.join(missing)} through apt for the tests.", flush=True)
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
    packages = [package for several in missing.values() for package in several]
    if (
        BROWSER[0] in packages
        and subprocess.run(["apt-cache", "show", SHELL], capture_output=True, check=False).returncode == 0
    ):
        packages.append(SHELL)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=True, env=quiet)


if __name__ == "__main__":
    main()

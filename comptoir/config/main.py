"""The `comptoir` command: finds the installation, makes its database ready, runs the command, words its refusals."""

import ast
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from pkgutil import iter_modules

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import load_command_class
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections
from django.utils import timezone, translation

import comptoir.commands
from comptoir.config.upgrade import make_ready
from comptoir.kit.words import Refusal

COMMANDS = Path(comptoir.commands.__path__[0], "management", "commands")

LIVING = 50_000
"""Objects that live on between two looks of Python for circles of dead ones: an import makes millions and no circle."""

DJANGOS_OWN = {"--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0, 1 with a sentence on stderr, 2 for a wrong call."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(arguments)
    except (Refusal, CommandError, ImproperlyConfigured) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except OperationalError as error:
        sys.stderr.write(f"The database cannot be used: {str(error).strip()}\n")
        return 1
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _run(arguments: list[str]) -> int:
    if arguments[:1] in (["help"], ["-h"], ["--help"]):
        arguments = [*arguments[1:2], "--help"] if len(arguments) > 1 else []
    if not arguments:
        sys.stdout.write(_overview())
        return 0
    name = arguments[0].replace("-", "_")
    if name not in _names():
        sys.stderr.write(f"There is no command {arguments[0]}.\n\n{_overview()}")
        return 2
    _choose_data(arguments[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptoir.config.settings")
    django.setup()
    gc.freeze()
    gc.set_threshold(LIVING, 20, 20)
    translation.activate("en")
    _perform(load_command_class("comptoir.commands", name), arguments)
    return 0


def _perform(command: BaseCommand, arguments: list[str]) -> None:
    """As Django does it, but for its checks (tests run those) and its options that say nothing to an administrator."""
    command.requires_system_checks = []
    command.suppressed_base_arguments = DJANGOS_OWN
    parser = command.create_parser("comptoir", arguments[0], conflict_handler="resolve")
    parser.called_from_command_line = True
    parser.add_argument(
        "--data", metavar="DIR", help="the data folder of the installation (else COMPTOIR_DATA, or ./data)"
    )
    parser.add_argument("--no-copy", action="store_true", help="change an older database without copying it first")
    options = vars(parser.parse_args(arguments[1:]))
    copy = not options.pop("no_copy")
    try:
        if getattr(command, "needs_database", True):
            make_ready(copy=copy, at=timezone.now())
        command.execute(*options.pop("args", ()), **options)
    finally:
        connections.close_all()


def _choose_data(arguments: list[str]) -> None:
    """`--data DIR` wins over the environment; it has to be known before the settings are read."""
    for place, argument in enumerate(arguments):
        option, equals, value = argument.partition("=")
        if option == "--data":
            given = value if equals else "".join(arguments[place + 1 : place + 2])
            if given:
                os.environ["COMPTOIR_DATA"] = str(Path(given).absolute())


def _names() -> list[str]:
    return sorted(module.name for module in iter_modules([str(COMMANDS)]) if not module.name.startswith("_"))


def _overview() -> str:
    lines = [f"  {name.replace('_', '-'):<18} {_summary(COMMANDS / f'{name}.py')}" for name in _names()]
    return "\n".join(
        [
            "Usage: comptoir COMMAND [options] [--data DIR]",
            "",
            *lines,
            "",
            "comptoir COMMAND --help says more about one of them.\n",
        ]
    )


def _summary(module: Path) -> str:
    """The command's own line of help, read without importing it: an overview must not need an installation."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        match node:
            case ast.Assign(targets=[ast.Name(id="help")], value=ast.Constant(value=str(text))):
                return text
    return ""


if __name__ == "__main__":
    sys.exit(main())

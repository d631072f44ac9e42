"""The network is reached through the one HTTP client; whatever else touches it stands here with its reason."""

import ast

from tests.house.source import Module, modules

NETWORK = {
    "aiohttp",
    "aiosmtpd",
    "asyncio",
    "ftplib",
    "http.client",
    "httpcore",
    "httpx",
    "imaplib",
    "poplib",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "xmlrpc",
}

REASONS = {
    "comptoir/kit/http.py": "the one client",
    "comptoir/kit/wire.py": "its connections",
    "comptoir/documents/clamd.py": "the virus scanner that the settings name",
    "comptoir/jobs/queue.py": "the name of this machine",
    "comptoir/sync/interrupted.py": "the name of this machine",
    "comptoir/notices/jobs.py": "the errors of the mail server that the settings name",
    "comptoir/commands/serving.py": "whether the port to listen on is free",
    "comptoir/commands/management/commands/demo.py": "whether the port to listen on is free",
    "comptoir/commands/letterbox/server.py": "the mail server for mailboxes, on the address that the settings name",
    "comptoir/commands/letterbox/listening.py": "its loop",
    "comptoir/intake/imap.py": "mail servers that the settings name, from which e-mails are fetched",
    "comptoir/demo/postbox.py": "the demo's own mail server on loopback",
}


def on_the_network(tree: ast.AST) -> list[int]:
    """The lines that import a module which opens connections."""
    found = []
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        if any(name in NETWORK or name.split(".")[0] in NETWORK for name in names):
            found.append(node.lineno)
    return found


def reaching() -> list[Module]:
    """The modules that import one of these."""
    return [module for module in modules() if on_the_network(module.tree)]


def test_no_module_reaches_the_network_by_itself():
    assert {module.place for module in reaching()} == set(REASONS)


def test_a_module_that_reaches_the_network_is_caught_however_it_is_imported():
    lines = (
        "import httpx",
        "from urllib import request",
        "from urllib.request import a",
        "import http.client as c",
        "import ssl",
    )

    assert on_the_network(ast.parse("\n".join(lines))) == [1, 2, 3, 4, 5]
    assert on_the_network(ast.parse("from urllib.parse import urlsplit\nfrom http import HTTPStatus\n")) == []

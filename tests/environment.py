"""The surroundings of every test run, made before Django reads its settings (pyproject.toml loads this with -p).

Each process, so each xdist worker too, works in a data folder of its own that goes with it. Nothing of the person's own
installation reaches the tests but the address of a database server, on which Django makes a test database.
"""

import os
import shutil
import tempfile

KEPT = ("COMPTOIR_DATABASE_URL", "COMPTOIR_TEST_", "COMPTOIR_CHROMIUM")

for name in [name for name in os.environ if name.startswith("COMPTOIR_") and not name.startswith(KEPT)]:
    del os.environ[name]
os.environ["COMPTOIR_DATA"] = tempfile.mkdtemp(prefix="comptoir-test-")
os.environ["DJANGO_SETTINGS_MODULE"] = "comptoir.config.settings"
_data, _owner = os.environ["COMPTOIR_DATA"], os.getpid()


def pytest_unconfigure() -> None:
    """Remove the data folder, in the process that made it."""
    if os.getpid() == _owner:
        shutil.rmtree(_data, ignore_errors=True)

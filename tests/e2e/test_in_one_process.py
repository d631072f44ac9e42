"""Browser tests change the one demo that is served to them, and count on what the ones before have left."""

import os


def test_browser_tests_keep_to_one_process_of_a_parallel_run(request):
    if "PYTEST_XDIST_WORKER" in os.environ:
        assert request.node.nodeid.endswith("@browser")

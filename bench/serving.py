"""Waiting for the service that is measured."""

import http.client
import time


def wait_for(port: int) -> None:
    """Wait until a service answers. Raises SystemExit when it does not within half a minute."""
    for _ in range(150):
        try:
            client = http.client.HTTPConnection("127.0.0.1", port)
            client.request("GET", "/readyz")
            if client.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit("The service did not start.")

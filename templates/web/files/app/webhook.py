"""Webhooks: a signed POST to the address of the settings; without one, into the log."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import logging
from urllib.parse import urlsplit

from django.conf import settings

log = logging.getLogger(__name__)


def post(rule: str, subject: str, body: str) -> None:
    """Raises OSError where the receiver cannot be reached or refuses."""
    data = json.dumps({"rule": rule, "subject": subject, "body": body}).encode()
    address = urlsplit(settings.WEBHOOK_URL)
    if not address.hostname:
        log.info("webhook %s", data.decode())
        return
    secret = settings.WEBHOOK_SECRET.encode()
    headers = {
        "Content-Type": "application/json",
        "X-Signature": hmac.new(secret, data, hashlib.sha256).hexdigest(),
    }
    target = address._replace(scheme="", netloc="", fragment="").geturl() or "/"
    secure = address.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(address.hostname, address.port, timeout=10)
    try:
        connection.request("POST", target, data, headers)
        status = connection.getresponse().status
    except http.client.HTTPException as error:
        raise OSError(f"the receiver of webhooks: {error}") from error
    finally:
        connection.close()
    if status >= 400:
        raise OSError(f"the receiver of webhooks answers {status}")

"""Webhooks: a signed POST to the address that the settings name; without one, into the log."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import logging
from urllib.parse import urlsplit

from app.settings import settings

log = logging.getLogger(__name__)


def post(rule: str, subject: str, body: str) -> None:
    """Raises OSError where the receiver cannot be reached or refuses."""
    data = json.dumps({"rule": rule, "subject": subject, "body": body}).encode()
    address = urlsplit(settings().webhook_url)
    if not address.hostname:
        log.info("webhook %s", data.decode())
        return
    secret = settings().webhook_secret.get_secret_value().encode()
    headers = {
        "Content-Type": "application/json",
        "X-Signature": hmac.new(secret, data, hashlib.sha256).hexdigest(),
    }
    secure = address.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(address.hostname, address.port, timeout=30)
    try:
        connection.request("POST", address.path or "/", data, headers)
        status = connection.getresponse().status
    finally:
        connection.close()
    if status >= 400:
        raise OSError(f"the receiver of webhooks answers {status}")

"""Pages that are made of parts, each read by itself."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from django.test import Client

from tests.pages import Page, Response, send, text

PART = re.compile(r'<section data-part="([^"]+)">(.*?)</section>', re.DOTALL)


def parts(response: Response) -> dict[str, str]:
    """What stands in each part of a page, by its name."""
    assert response.status_code == 200, text(response)
    return dict(PART.findall(response.content.decode()))


def part(response: Any, name: str) -> Response:
    """The answer with one part of its page alone."""
    response.content = parts(response)[name].encode()
    answer: Response = response
    return answer


def words(response: Response) -> str:
    """What people read."""
    bare = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(bare).split())


def submit_part(client: Client, path: str, name: str, values: Mapping[str, Any]) -> Response:
    """Fill the form in a part of the page at `path`, and send it where it says."""
    page = Page(part(client.get(path), name))
    given = {k: v if k in page.form or v else "" for k, v in values.items()}
    return send(client, page.action, {**page.form, **given})

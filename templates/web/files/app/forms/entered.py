"""Values of programs as they are entered in a form."""

from __future__ import annotations

import json
from typing import Any


def entered(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "\n".join(str(entered(item)) for item in value)
    return json.dumps(value) if isinstance(value, dict) else str(value)

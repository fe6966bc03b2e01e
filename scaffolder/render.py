"""Jinja for templates: sandboxed, strict about undefined names, with the spellings of names as filters.

Templates are data, maybe somebody else's: they see the values they are given and nothing of this process.
"""

from __future__ import annotations

import contextlib
import re
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment

from scaffolder import naming
from scaffolder.errors import StackError


def environment(folders: list[Path], *, cache: Path | None = None) -> ImmutableSandboxedEnvironment:
    """A template environment over `folders` (first match wins); `cache` keeps compiled templates between runs."""
    env = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # what is rendered is code and text, never HTML served by us
        bytecode_cache=_bytecode_cache(cache),
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    env.filters |= {
        "snake": naming.snake,
        "database_name": naming.database_name,
        "kebab": naming.kebab,
        "pascal": naming.pascal,
        "title_words": naming.title,
        "plural": naming.plural,
        "singular": naming.singular,
        "ident": naming.identifier,
        "py": repr_black,
        "docstring": docstring,
        "prose": prose,
    }
    return env


def render(env: ImmutableSandboxedEnvironment, template: str, values: Mapping[str, Any]) -> str:
    """The text of one template. Raises StackError naming the template and the fault."""
    try:
        return env.get_template(template).render(values)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise StackError(f"template {template}{f' line {line}' if line else ''}: {error.message}") from error


def repr_black(value: Any) -> str:
    """A Python literal with double quotes where black would use them."""
    if isinstance(value, str):
        text = repr(value)
        if text.startswith("'") and '"' not in value:
            return '"' + text[1:-1].replace("\\'", "'") + '"'
        return text
    if isinstance(value, (list, tuple)):
        inner = ", ".join(repr_black(v) for v in value)
        if isinstance(value, list):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{repr_black(k)}: {repr_black(v)}" for k, v in value.items()) + "}"
    return repr(value)


def docstring(text: str, indent: int | None = None) -> str:
    """Text that is safe between triple quotes: no quote at its end, no backslash. On one line; with `indent` it is
    wrapped, and all lines but the first begin with so many spaces."""
    line = " ".join(text.split()).replace("\\", "/").replace('"""', "'''")
    line = line + " " if line.endswith('"') else line
    if indent is None:
        return line
    return ("\n" + " " * indent).join(textwrap.wrap(line, 82 - indent, break_long_words=False)) if line else ""


def prose(text: str, width: int = 60) -> str:
    """A Python literal of a text of people, in pieces of at most `width` characters (or one long word) side by side."""
    pieces = [""]
    for word in re.findall(r"\S*\s*", text):
        if pieces[-1] and len(pieces[-1] + word) > width:
            pieces.append("")
        pieces[-1] += word
    return repr_black(text) if len(pieces) == 1 else f"({' '.join(map(repr_black, pieces))})"


class _Kept(FileSystemBytecodeCache):
    """A cache that cannot be kept costs time, nothing else."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def _bytecode_cache(folder: Path | None) -> BytecodeCache | None:
    if folder is None:
        return None
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        return _Kept(str(folder))
    return None

"""Jinja for templates: sandboxed, strict about undefined names, with the spellings of names as filters.

Templates are data, maybe somebody else's: they see the values they are given and nothing of this process.
"""

from __future__ import annotations

import contextlib
import marshal
import pickle  # noqa: S403
import re
import shlex
import textwrap
from collections.abc import Mapping
from pathlib import Path, PurePath
from types import FunctionType, MethodType, ModuleType
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
)
from jinja2 import Environment as AnyEnvironment
from jinja2.bccache import Bucket, bc_magic
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from scaffolder import naming
from scaffolder.errors import StackError

INLINE = "inline:"
FORMATS = ("format", "format_map")  # of strings: jinja has its own, which see no more than the template


class _Page(Template):
    """All templates see the same values: what is imported is made once, and nobody asks again whether it may be."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class Environment(ImmutableSandboxedEnvironment):
    """Jinja's own answers about what is safe, and no modules and no files, by which one gets at everything else. Each
    answer is found once: but for modules it depends on type and name alone."""

    template_class = _Page

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._safe: set[tuple[type, str]] = set()

    def getattr(self, obj: Any, attribute: str) -> Any:
        if (type(obj), attribute) not in self._safe:
            return super().getattr(obj, attribute)
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Filters ask so for attributes too: `rows | map(attribute="name")`."""
        named = isinstance(argument, str) and not hasattr(type(obj), "__getitem__")
        return self.getattr(obj, argument) if named else super().getitem(obj, argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(value, ModuleType) or isinstance(obj, PurePath):
            return False
        safe = super().is_safe_attribute(obj, attr, value)
        if safe and attr not in FORMATS and not isinstance(obj, ModuleType):
            self._safe.add((type(obj), attr))
        return safe

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        is_macro = type(__obj) is Macro  # a part of a template, which is as safe as the rest of it
        if not is_macro and not _is_unmarked(__obj):
            return super().call(__context, __obj, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return __obj(__context.eval_ctx, *args, **kwargs) if is_macro else __obj(*args, **kwargs)


def _is_unmarked(obj: Any) -> bool:
    """Whether it is a function of Python that bears no mark: one says that a template must not call it, or that it
    wants the context."""
    function = obj.__func__ if type(obj) is MethodType else obj
    return type(function) is FunctionType and not function.__dict__


class _Inline(BaseLoader):
    """Templates whose name is their text."""

    def get_source(self, environment: AnyEnvironment, template: str) -> tuple[str, None, None]:
        if not template.startswith(INLINE):
            raise TemplateNotFound(template)
        return template.removeprefix(INLINE), None, None


def environment(folders: list[Path], values: Mapping[str, Any], *, cache: Path | None = None) -> Environment:
    """A template environment over `folders` (first match wins); `cache` keeps compiled templates between runs.

    All templates see `values`, imported ones too: these are read once, since they need no other context.
    """
    env = Environment(
        loader=ChoiceLoader([_Inline(), FileSystemLoader(folders)]),
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # what is rendered is code and text, never HTML served by us
        bytecode_cache=_bytecode_cache(cache),
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    env.globals |= values
    env.filters |= {
        "snake": naming.snake,
        "database_name": naming.database_name,
        "kebab": naming.kebab,
        "pascal": naming.pascal,
        "title_words": naming.title,
        "plural": naming.plural,
        "singular": naming.singular,
        "with_article": naming.with_article,
        "ident": naming.identifier,
        "py": repr_black,
        "docstring": docstring,
        "prose": prose,
        "shell": shlex.quote,
        "variable": variable,
    }
    return env


def render(env: Environment, template: str, values: Mapping[str, Any]) -> str:
    """The text of one template. Raises StackError naming the template and the fault."""
    try:
        return env.get_template(template).render(values)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise StackError(f"template {template}{f' line {line}' if line else ''}: {error.message}") from error


def inline(env: Environment, text: str, values: Mapping[str, Any]) -> str:
    """The text of a template that stands in a stack's own file."""
    return render(env, INLINE + text, values)


def holds(env: Environment, condition: str, values: Mapping[str, Any]) -> bool:
    """Whether a condition of a stack's file is true."""
    return inline(env, "{% if " + condition + " %}yes{% endif %}", values) == "yes"


def variable(name: str) -> str:
    """A name as shells spell their variables: "ORDER_LINE"."""
    return re.sub(r"\W", "_", naming.snake(name), flags=re.ASCII).strip("_").upper() or "ROW"


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
    if indent is not None:
        line = ("\n" + " " * indent).join(textwrap.wrap(line, 82 - indent, break_long_words=False))
    return line + " " if line.endswith('"') else line


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

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read at once: from a file, marshal asks for a few bytes at a time. Nothing of it is unpickled."""
        head = bc_magic + pickle.dumps(bucket.checksum, 2)
        try:
            kept = Path(self._get_cache_filename(bucket)).read_bytes()
        except OSError:
            return
        if kept.startswith(head):
            with contextlib.suppress(EOFError, ValueError, TypeError):
                bucket.code = marshal.loads(kept[len(head) :])  # noqa: S302  # as jinja does

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

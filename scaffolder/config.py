"""Settings: defaults < user file < project file < SCAFFOLD_* environment < flags, and where each value came from."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import tomli
from msgspec import Struct, field
from msgspec.structs import replace

from scaffolder.errors import UsageError

PREFIX = "SCAFFOLD_"
Color = Literal["auto", "always", "never"]
BOOLEANS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


class Settings(Struct, frozen=True):
    """What every command may rely on. `stack` empty: chosen from the description; `jobs` 0: one for each core.

    `timeout_s` bounds one run; `sources` says for each name where its value came from.
    """

    stack: str = ""
    sandbox: str = ""
    isolate: bool = True
    timeout_s: float = 900.0
    allow_partial: bool = False
    git: bool = True
    jobs: int = 0
    color: Color = "auto"
    out: str = ""
    cache_dir: str = ""
    model: str = ""
    budget_usd: float = 0.0
    assume_price: str = ""
    max_rounds: int = 3
    providers: Mapping[str, Any] = field(default_factory=dict)
    prices: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


NAMES = tuple(name for name in Settings.__struct_fields__ if name != "sources")
HELP = {
    "stack": "template pack; empty: chosen from the description",
    "sandbox": "backend that runs generated code; empty: the best there is",
    "isolate": "whether what was generated runs isolated; false is --no-sandbox",
    "timeout_s": "seconds for one run",
    "allow_partial": "build what is covered even where that is less than half",
    "git": "commit the generated project",
    "jobs": "descriptions built at once by batch; 0: one for each core",
    "color": "auto, always or never",
    "out": "folder for new projects, each under the next free name; empty: the current folder, the exact name",
    "cache_dir": "environments and compiled templates; empty: the user's cache folder",
    "model": "language model, PROVIDER:NAME or URL#NAME; empty: none",
    "budget_usd": "what the model may cost in one run; 0: no bound",
    "assume_price": "IN/OUT, USD per million tokens of a model whose price nobody knows",
    "max_rounds": "how often the model may mend what the checks say, in one run",
    "providers": "endpoints of models by name: [providers.NAME] with base_url, key and more; see scaffold models",
    "prices": 'USD per million tokens: [prices."PROVIDER:NAME"] with prompt, completion, cached',
}


# A project that came from somewhere must not say how it is kept in, bring along what we run, or be sent a key.
NOT_OF_PROJECTS = ("isolate", "sandbox", "cache_dir", "model", "budget_usd", "assume_price", "providers", "prices")


WHOLE = ("jobs", "max_rounds")
MAY_BE_ZERO = (*WHOLE, "budget_usd")


def load(
    flags: Mapping[str, object] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings in force. `flags` are options that were given (None: not given). Raises UsageError for a key that
    does not exist or a value that does not fit, naming file or variable."""
    environ = os.environ if environ is None else environ
    settings = Settings(sources=dict.fromkeys(NAMES, "default"))
    for origin, values in [*_files(folder or _here()), *_environment(environ)]:
        _refuse_of_projects(origin, values)
        settings = _merge(settings, values, origin)
    given = {k: v for k, v in (flags or {}).items() if v is not None and k in NAMES}
    return _merge(settings, given, "option")


def _refuse_of_projects(origin: str, values: Mapping[str, Any]) -> None:
    named = next((name for name in NOT_OF_PROJECTS if name in values), "")
    if named and origin != str(user_file()) and not origin.startswith(PREFIX):
        told = f"{origin}: {named} is for the person who runs scaffold to say, not for a project"
        raise UsageError(told, hint=f"in {user_file()}, or export {PREFIX}{named.upper()}=…")


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise UsageError("the folder that you stand in is no longer there", hint="cd to one that is") from error


def user_file() -> Path:
    import platformdirs

    return platformdirs.user_config_path("scaffold") / "config.toml"


def state_folder() -> Path:
    """Where logs of defects go."""
    import platformdirs

    return platformdirs.user_state_path("scaffold")


def cache_folder(settings: Settings) -> Path:
    """Where environments and compiled templates are kept between runs."""
    if settings.cache_dir:
        return Path(settings.cache_dir).expanduser().absolute()
    import platformdirs

    return platformdirs.user_cache_path("scaffold")


def _files(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    own, python = folder / "scaffold.toml", folder / "pyproject.toml"
    found = [(str(user_file()), _toml(user_file())), (str(own), _toml(own))]
    section = _toml(python).get("tool", {}).get("scaffold", {})
    found.append((f"{python} [tool.scaffold]", section))
    return [(origin, values) for origin, values in found if values]


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read as TOML: {error}", hint=f"mend or remove {path}") from error


def _environment(environ: Mapping[str, str]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (key, {key.removeprefix(PREFIX).lower(): value})
        for key, value in sorted(environ.items())
        if key.startswith(PREFIX) and value
    ]


def _merge(settings: Settings, values: Mapping[str, Any], origin: str) -> Settings:
    changes = {name: _value(name, value, origin) for name, value in values.items()}
    sources = {**settings.sources, **dict.fromkeys(changes, origin)}
    return replace(settings, **changes, sources=sources)


def _value(name: str, value: object, origin: str) -> Any:
    if name not in NAMES:
        near = difflib.get_close_matches(name, NAMES, n=1)
        meant = f"did you mean {near[0]!r}?" if near else f"settings: {', '.join(NAMES)}"
        raise UsageError(f"{origin}: there is no setting {name!r}", hint=meant)
    converted = _converted(name, value)
    if converted is None:
        raise UsageError(f"{origin}: {name} cannot be {value!r}", hint=f"{name}: {HELP[name]}")
    return converted


def _converted(name: str, value: object) -> object | None:
    """The value in its type, or None where it does not fit."""
    default = getattr(Settings(), name)
    if isinstance(default, Mapping):
        return value if isinstance(value, dict) and all(isinstance(v, dict) for v in value.values()) else None
    if isinstance(default, bool):
        return value if isinstance(value, bool) else BOOLEANS.get(str(value).lower())
    if isinstance(default, (int, float)):
        return _number(name, value)
    if not isinstance(value, str) or (name == "color" and value not in ("auto", "always", "never")):
        return None
    return value


def _number(name: str, value: object) -> float | int | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = int(value) if name in WHOLE else float(value)
    except ValueError:
        return None
    return number if (number > 0 or name in MAY_BE_ZERO and number == 0) and number < 1e9 else None

"""Which endpoint a name stands for, and the key that it asks for."""

from __future__ import annotations

import difflib
import ipaddress
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec
import tomli
from msgspec import Struct

from scaffolder.config import Settings
from scaffolder.errors import UsageError

Form = Literal["schema", "object", "text"]
Cap = Literal["max_tokens", "max_completion_tokens"]
RETIRED = {
    "github": "GitHub Models was shut down on 30 July 2026",
    "github-models": "GitHub Models was shut down on 30 July 2026",
}


class Provider(Struct, frozen=True, forbid_unknown_fields=True):
    """One row of `providers.toml`, or one table of the user's `[providers.NAME]`."""

    base_url: str
    title: str = ""
    endpoint: str = ""
    key: str = ""
    header: str = ""
    cap: Cap = "max_tokens"
    json: Form = "schema"
    prices: str = ""
    free: bool = False
    tried: bool = False
    note: str = ""


class Endpoint(Struct, frozen=True):
    """Where a model is asked. `key` is a secret: it is never shown, logged or kept."""

    name: str
    model: str
    base_url: str
    provider: Provider
    key: str = ""

    def __repr__(self) -> str:
        return f"Endpoint({self.name}:{self.model} at {self.base_url})"


@cache
def known() -> Mapping[str, Provider]:
    """The providers that come with scaffold, in the order of the file."""
    text = Path(__file__).with_name("providers.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomli.loads(text), dict[str, Provider])


def offered(settings: Settings) -> Mapping[str, Provider]:
    """These, and the user's own, which win. Raises UsageError for one of the user's that cannot be read."""
    return {**known(), **{name: _own(name, table) for name, table in settings.providers.items()}}


def _own(name: str, table: object) -> Provider:
    try:
        return msgspec.convert(table, Provider)
    except msgspec.ValidationError as error:
        told = f"[providers.{name}]: {error}"
        raise UsageError(told, hint=f"keys: {', '.join(Provider.__struct_fields__)}") from error


def endpoint(name: str, settings: Settings, environ: Mapping[str, str] | None = None) -> Endpoint:
    """The endpoint of "PROVIDER:NAME" or "URL#NAME". Raises UsageError where there is none, or its key is missing."""
    environ = os.environ if environ is None else environ
    if name.startswith(("http://", "https://")):
        url, _, model = name.partition("#")
        return _checked(Endpoint("url", model, url.rstrip("/"), Provider(url), environ.get("OPENAI_API_KEY", "")))
    before, colon, model = name.partition(":")
    provider = _provider(before, colon, settings)
    return _checked(
        Endpoint(before, model, _base(before, provider, environ), provider, _key(before, provider, environ))
    )


def _provider(name: str, colon: str, settings: Settings) -> Provider:
    providers = offered(settings)
    if name in providers and colon:
        return providers[name]
    if name in RETIRED:
        raise UsageError(f"{RETIRED[name]}; other providers serve the same models", hint="scaffold models")
    near = difflib.get_close_matches(name, providers, n=1)
    told = f"there is no provider {name!r}" if colon else f"{name!r} names no provider"
    hint = f"did you mean {near[0]}:NAME?" if near else f"PROVIDER:NAME, with one of {', '.join(providers)}"
    raise UsageError(told, hint=hint)


def _base(name: str, provider: Provider, environ: Mapping[str, str]) -> str:
    if not provider.endpoint:
        return provider.base_url.rstrip("/")
    value = environ.get(provider.endpoint, "").rstrip("/")
    if not value:
        example = "https://YOURS.openai.azure.com" if provider.header else "http://127.0.0.1:PORT"
        raise UsageError(f"{name} needs to know where yours is", hint=f"export {provider.endpoint}={example}")
    return provider.base_url.replace("{endpoint}", value)


def _key(name: str, provider: Provider, environ: Mapping[str, str]) -> str:
    if not provider.key:
        return ""
    key = environ.get(provider.key, "").strip() or _of_keyring(name)
    if not key:
        raise UsageError(f"{name} asks for a key", hint=f"export {provider.key}=…   (it is sent to nobody else)")
    if not key.isprintable() or not key.isascii() or " " in key:
        raise UsageError(f"{provider.key} holds something that cannot be a key", hint=f"export {provider.key}=…")
    return key


def _of_keyring(name: str) -> str:
    """What the system keeps under the service "scaffold", where the package `keyring` is there and finds it."""
    try:
        import keyring
    except ImportError:
        return ""
    try:
        return keyring.get_password("scaffold", name) or ""
    except Exception:  # noqa: BLE001 - a locked or missing keyring is as good as an empty one, whatever it raises
        return ""


def _checked(endpoint: Endpoint) -> Endpoint:
    parts = urlsplit(endpoint.base_url)
    if not endpoint.model.strip():
        what = "URL#NAME" if endpoint.name == "url" else f"{endpoint.name}:NAME"
        raise UsageError(f"which model of {endpoint.base_url}?", hint=f"--model {what}   (scaffold models lists them)")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise UsageError(f"{endpoint.base_url!r} is no address of an endpoint", hint="like https://host/v1")
    if endpoint.key and parts.scheme == "http" and not is_near(parts.hostname):
        raise UsageError(f"a key would travel to {parts.hostname} unencrypted", hint="use its https:// address")
    return endpoint


def is_near(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def to_document(name: str, provider: Provider, environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What `scaffold models --json` says of one: whether it could be asked, never with what key."""
    environ = os.environ if environ is None else environ
    missing = [v for v in (provider.endpoint, provider.key) if v and not environ.get(v)]
    return {
        "name": name,
        "title": provider.title,
        "base_url": provider.base_url,
        "key": provider.key,
        "ready": not missing,
        "missing": missing,
        "tried": provider.tried,
        "note": provider.note,
    }

"""`scaffold models`: the providers that can be asked, and `models test`: one small question to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from scaffolder.cli import open_terminal
from scaffolder.cli.options import shared
from scaffolder.errors import UsageError

if TYPE_CHECKING:
    from scaffolder.config import Settings
    from scaffolder.console import Terminal
    from scaffolder.models.probing import Found

FORMS = {
    "schema": "replies by a JSON schema",
    "object": "JSON objects, by no schema",
    "text": "text only: JSON is asked for in words",
}


@click.command(short_help="Providers of language models; `models test` asks one.")
@click.argument("words", metavar="[PROVIDER | test [PROVIDER:NAME]]", nargs=-1)
@shared
def command(words: tuple[str, ...], verbose: bool, as_json: bool, no_color: bool) -> int:
    """List the providers and whether they could be asked, the models of one with their prices, or send one small
    question to a model.

    A model is PROVIDER:NAME (openai:gpt-5, ollama:qwen3:8b) or URL#NAME (http://127.0.0.1:9000/v1#mine). Keys come from
    the environment or the system's keyring. Providers of your own stand in your settings: [providers.NAME].
    """
    from scaffolder import config

    if len(words) > 2 or (len(words) == 2 and words[0] != "test"):
        told = f"cannot read {' '.join(words)!r}"
        raise UsageError(told, hint="scaffold models [PROVIDER], or: scaffold models test PROVIDER:NAME")
    settings = config.load()
    terminal = open_terminal(settings, verbose=verbose, no_color=no_color)
    if words[:1] == ("test",):
        return _test(words[1:], settings, terminal, as_json)
    return _models(words[0], settings, terminal, as_json) if words else _list(settings, terminal, as_json)


def _list(settings: Settings, terminal: Terminal, as_json: bool) -> int:
    from scaffolder import report
    from scaffolder.console import tables
    from scaffolder.models import providers

    found = [providers.to_document(name, p) for name, p in providers.offered(settings).items()]
    if as_json:
        click.echo(report.to_json({"providers": found}), nl=False)
        return 0
    rows = [
        (
            d["name"],
            d["title"],
            f"needs {', '.join(d['missing'])}" if d["missing"] else "ready",
            d["base_url"],
            d["note"],
        )
        for d in found
    ]
    tables.show(terminal, ("provider", "what it is", "state", "address", "note"), rows)
    untried = ", ".join(d["name"] for d in found if not d["tried"])
    terminal.say(f"never tried against the real service by us: {untried}")
    terminal.say("one question to one of them: scaffold models test PROVIDER:NAME")
    return 0


def _models(name: str, settings: Settings, terminal: Terminal, as_json: bool) -> int:
    from scaffolder import report
    from scaffolder.console import tables
    from scaffolder.models import asking, prices, providers

    named = name if name.startswith("http") else f"{name}:"
    endpoint = providers.endpoint(f"{named}#*" if named == name else f"{named}*", settings)
    found = [replace(endpoint, model=model) for model in asking.models_of(endpoint)]
    known = [(e.model, prices.price(e, settings)) for e in found]
    if as_json:
        documents = [{"name": model, "price": prices.to_document(price)} for model, price in known]
        click.echo(report.to_json({"provider": name, "models": documents}), nl=False)
        return 0
    rows = [
        (model, f"{p.prompt:g}" if p else "?", f"{p.completion:g}" if p else "?", p.source if p else "not known")
        for model, p in known
    ]
    tables.show(
        terminal, ("model", "USD/M read", "USD/M written", "who says so"), rows, right=("USD/M read", "USD/M written")
    )
    return 0


def _test(names: tuple[str, ...], settings: Settings, terminal: Terminal, as_json: bool) -> int:
    from scaffolder import report
    from scaffolder.console.progress import Progress
    from scaffolder.models import probing, providers

    name = names[0] if names else settings.model
    if not name:
        raise UsageError("which model?", hint="scaffold models test PROVIDER:NAME   (scaffold models lists providers)")
    endpoint = providers.endpoint(name, settings)
    with Progress(terminal) as progress:
        found = probing.probe(endpoint, settings, progress.hear)
    if as_json:
        click.echo(report.to_json(probing.to_document(found, endpoint)), nl=False)
    else:
        _tell(terminal, found, name)
    return 0 if found.right else 1


def _tell(terminal: Terminal, found: Found, name: str) -> None:
    usage, known = found.reply.usage, found.price
    terminal.answer(f"{name}: {'answers' if found.right else 'answers, but not what was asked'}")
    served = "" if name.endswith(found.reply.served) else f", served by {found.reply.served}"
    terminal.answer(f"  {found.reply.seconds:.1f} s{served}; {FORMS[found.able.form]}; capped by {found.able.cap}")
    estimated = " (estimated: it says nothing that makes sense)" if usage.estimated else ""
    terminal.answer(f"  {usage.prompt_tokens} tokens read, {usage.completion_tokens} written{estimated}")
    if known is None:
        hint = f'[prices."{name}"] with prompt and completion in your settings'
        terminal.answer(f"  its price is not known: {hint}")
    else:
        told = f"{known.prompt:g} USD per million tokens read, {known.completion:g} written ({known.source})"
        terminal.answer(f"  {told}; this question cost {found.cost_usd or 0:.6f} USD")

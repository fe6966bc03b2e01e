"""`scaffold plan`: compile only."""

from __future__ import annotations

from typing import Any

import click

from scaffolder.cli import description, open_terminal, read_description, shared
from scaffolder.errors import ScaffoldError, UsageError


@click.command(short_help="Compile a description to a plan; build nothing.")
@description
@click.option("--stack", metavar="NAME", help="Template pack; see `scaffold stacks`.")
@click.option("--no-ask", is_flag=True, help="Ask nothing; assumptions stand in the plan.")
@click.option("--normal-form", is_flag=True, help="Print only the normal form: one fact a line.")
@click.option("--explain", is_flag=True, help="Explain every kind of finding.")
@shared
def command(spec: str | None, files: tuple[str, ...], **options: Any) -> int:
    """Compile SPEC: findings and normal form on standard error, the plan as YAML on standard output.

    \b
    scaffold plan -f description.md > plan.yaml      edit it, then: scaffold new --plan plan.yaml
    """
    import time

    from scaffolder import config, pipeline, report
    from scaffolder.console import diagnostics, outcome
    from scaffolder.types import ErrorInfo

    began = time.monotonic()
    text, _ = read_description(spec, files)
    if not text.strip():
        raise UsageError("there is no description", hint='scaffold plan "A Book has a title and an author."')
    settings = config.load({"stack": options["stack"]})
    terminal = open_terminal(settings, verbose=options["verbose"], no_color=options["no_color"])
    try:
        compiled = pipeline.compile_text(text, settings.stack)
    except ScaffoldError as error:
        diagnostics.show(terminal, error.diagnostics, text)
        info = ErrorInfo(error.code, error.message, error.hint)
        outcome.show_error(terminal, info)
        if options["as_json"]:
            document = report.plan_document(
                "refused" if error.exit_code == 2 else "failed",
                diagnostics=error.diagnostics,
                error=info,
                seconds=time.monotonic() - began,
            )
            terminal.out.write(report.to_json(document))
        return error.exit_code
    return 0

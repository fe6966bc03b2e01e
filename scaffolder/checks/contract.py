"""Contract: each file has what its `stack.toml` entry promises, and nothing that it forbids."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scaffolder import checks, syntax, uses
from scaffolder.types import CheckResult, Contract, Diagnostic, EmittedFile, Project

RUNS_CODE = False


def check(project: Project) -> CheckResult:
    """Reads the files as they lie in `project.root`, so that what was changed there is judged."""
    found = [d for file in project.files for d in _check_file(project, file)]
    return checks.result("contract", found, detail=f"{len(project.files)} files")


def _check_file(project: Project, file: EmittedFile) -> Iterator[Diagnostic]:
    path = project.root / file.path
    if not path.is_file():
        yield Diagnostic("contract.missing", "error", f"{file.path} is missing", path=file.path)
        return
    if file.path.endswith(".py"):
        yield from check_python(file.path, path.read_text(encoding="utf-8", errors="replace"), file.contract)


def check_python(path: str, text: str, contract: Contract) -> Iterator[Diagnostic]:
    """The findings of one Python file. A file that cannot be parsed has one only."""
    try:
        tree = syntax.module(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        yield Diagnostic("contract.syntax", "error", f"not valid Python: {error}", path=path, line=line)
        return
    lines = len(text.splitlines())
    if contract.max_lines and lines > contract.max_lines:
        yield Diagnostic(
            "contract.size", "error", f"{lines} lines are more than {contract.max_lines}", path=path, line=lines
        )
    yield from _missing_names(path, tree, contract)
    yield from _imports(path, tree, contract)
    yield from _uses(path, tree, contract)


def _missing_names(path: str, tree: ast.Module, contract: Contract) -> Iterator[Diagnostic]:
    defined = set(_defined(tree))
    for wanted in contract.defines:
        if wanted not in defined:
            yield Diagnostic("contract.defines", "error", f"{wanted} is not defined", path=path, line=1)


def _defined(tree: ast.Module) -> Iterator[str]:
    """Names at module level, each as a contract writes it and bare: "class Book" and "Book"."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (f"def {node.name}", node.name)
        elif isinstance(node, ast.ClassDef):
            yield from (f"class {node.name}", node.name)
        else:
            yield from (n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))


def _imports(path: str, tree: ast.Module, contract: Contract) -> Iterator[Diagnostic]:
    for node, name in _imported(tree):
        if contract.imports and name.split(".")[0] not in contract.imports:
            yield Diagnostic("contract.imports", "error", f"may not import {name}", path=path, line=node.lineno)
        if _forbidden(name.removeprefix("builtins."), contract) or _has_forbidden(name, contract):
            yield Diagnostic("contract.forbids", "error", f"may not use {name}", path=path, line=node.lineno)


def _imported(tree: ast.Module) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    """Full dotted names: `from os import system` is "os.system"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def _uses(path: str, tree: ast.Module, contract: Contract) -> Iterator[Diagnostic]:
    """What is named and forbidden, called or not, since what is given another name is called under that one."""
    if contract.forbids:
        faults = {*_reached(tree, contract), *_strictly(tree, contract)}
        for line, why in sorted(faults):
            yield Diagnostic("contract.forbids", "error", why, path=path, line=line)


def _reached(tree: ast.Module, contract: Contract) -> Iterator[tuple[int, str]]:
    for use in uses.of_module(tree):
        if _forbidden(use.name, contract):
            yield use.line, f"may not {'call' if use.called else 'use'} {use.name}"
        elif inner := uses.INTERNALS.intersection(use.parts):
            yield use.line, f"may not reach for {min(inner)}"
        elif use.called and use.name in uses.BY_NAME and _leads_in(uses.named(use) or ""):
            yield use.line, f"may not reach for {uses.named(use)}"


def _strictly(tree: ast.Module, contract: Contract) -> Iterator[tuple[int, str]]:
    """Of a module that may import a few others only, as a model's: what is put together is not read here, so nothing is
    reached for by a name that is not written out, and nothing that is forbidden is covered by another of that name."""
    if not contract.imports:
        return
    for use in uses.of_module(tree):
        if use.name in uses.BY_NAME and uses.named(use) is None:
            yield use.line, f"may not use {use.name} with a name that is not written out"
    yield from ((line, f"may not be called {n}") for n, line in uses.defined(tree) if _forbidden(n, contract))
    yield from ((line, "may not name what leads into Python itself") for t, line in uses.texts(tree) if _leads_in(t))


def _forbidden(name: str, contract: Contract) -> bool:
    return any(name == f or name.startswith(f + ".") for f in contract.forbids)


def _has_forbidden(name: str, contract: Contract) -> bool:
    """Whether all of a module is imported, what is forbidden among it."""
    return name.endswith(".*") and any(f.startswith(name[:-1]) for f in contract.forbids)


def _leads_in(text: str) -> bool:
    return any(name in text for name in uses.INTERNALS if name.startswith("__"))

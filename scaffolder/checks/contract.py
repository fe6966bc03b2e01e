"""Contract: each file has what its `stack.toml` entry promises, and nothing that it forbids."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scaffolder import checks, syntax
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
    yield from _calls(path, tree, contract)


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
        if any(name == f or name.startswith(f + ".") for f in contract.forbids):
            yield Diagnostic("contract.forbids", "error", f"may not use {name}", path=path, line=node.lineno)


def _imported(tree: ast.Module) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    """Full dotted names: `from os import system` is "os.system"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def _calls(path: str, tree: ast.Module, contract: Contract) -> Iterator[Diagnostic]:
    for node in ast.walk(tree):
        name = _dotted(node.func) if isinstance(node, ast.Call) else ""
        if name and any(name == f or name.startswith(f + ".") for f in contract.forbids):
            line = getattr(node, "lineno", 0)
            yield Diagnostic("contract.forbids", "error", f"may not call {name}", path=path, line=line)


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""

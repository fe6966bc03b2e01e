"""`python -m bench.emit DESCRIPTION DIRECTORY [STACK]`: the straight path up to files on disk, before any check."""

from __future__ import annotations

import sys
from pathlib import Path

from scaffolder import lifetime


def main(source: str, target: str, stack_name: str = "api") -> None:
    lifetime.begin()  # as the `scaffold` command does
    from scaffolder import emitter, files, stacks
    from scaffolder.compiler import compile_description
    from scaffolder.config import cache_folder, load
    from scaffolder.criteria import derive

    compiled = compile_description(Path(source).read_text(encoding="utf-8"))
    if compiled.plan is None:
        sys.exit(f"{source} does not compile")
    stack = stacks.load(stack_name)
    emitted = emitter.emit(derive(compiled.plan, stack.not_offered), stack, cache=cache_folder(load()) / "templates")
    files.write_tree({f.path: f.text for f in emitted}, Path(target), own=[f.path for f in emitted])
    lifetime.leave(0)


def environment_python(stack: str = "api") -> Path:
    """The interpreter of the environment in which generated projects of a stack are proven."""
    from scaffolder import stacks
    from scaffolder.config import cache_folder, load
    from scaffolder.environment import Environments

    return (
        Environments(cache_folder(load()) / "environments").ensure(stacks.load(stack).lock, lambda event: None).python
    )


if __name__ == "__main__":
    main(*sys.argv[1:])

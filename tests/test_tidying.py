"""What is tidied is as black would have it, and black, which takes long to load, is asked only where it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from black import format_str
from black.mode import Mode, TargetVersion

from scaffolder import tidying
from scaffolder.types import EmittedFile

ROOT = Path(__file__).parent.parent
LONG = "a long text that does not fit on a line of eighty-eight characters, whoever tries to break it"

AS_RUFF = {
    "comment": f"x = 1\n# {LONG}\n",
    "docstring": f'def f() -> None:\n    """{LONG}"""\n',
    "docstring of lines": f'def f() -> None:\n    """Short.\n\n    {LONG}\n    """\n',
    "argument": f'f(\n    "{LONG}",\n    message="{LONG}",\n)\n',
    "choice alone in brackets": f"a = {'b' * 40} if is_so(things) else {'c' * 40}\n",
}
AS_BLACK = {
    "end of a docstring": f'def f() -> None:\n    """Short.\n\n    {LONG[:84]}"""\n',
    "choice among arguments": f"f(first_of_all(a), {'b' * 40} if something_is_the_case(b) else last_of_all(b), c)\n",
    "long name": f"found = {'n' * 90}.attribute\n",
    "comment behind code": f"value = first_of_all(things)  # {LONG}\n",
}


def tidied(text: str) -> str:
    (found,) = tidying.tidy([EmittedFile("a.py", text, "template")], ["app"])
    return found.text


@pytest.mark.parametrize("text", [*AS_RUFF.values(), *AS_BLACK.values()], ids=[*AS_RUFF, *AS_BLACK])
def test_what_is_tidied_is_as_black_would_have_it(text: str) -> None:
    said = tidied(text)
    assert said == format_str(said, mode=Mode(line_length=88, target_versions={TargetVersion.PY311}))


@pytest.mark.parametrize(("told", "asked"), [(AS_RUFF, False), (AS_BLACK, True)], ids=["as ruff", "as black"])
def test_black_is_asked_only_where_it_may_differ(told: dict[str, str], asked: bool) -> None:
    code = (
        "import sys\nfrom scaffolder import tidying\nfrom scaffolder.types import EmittedFile\n"
        "for text in map(eval, sys.argv[1:]):\n"
        "    list(tidying.tidy([EmittedFile('a.py', text, 'template')], ['app']))\n"
        "    print('black' in sys.modules)\n"
        "    sys.modules.pop('black', None)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(repr, told.values())], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(asked)] * len(told)


@pytest.mark.parametrize("stack", ["api", "web", "cli"])
def test_a_plain_application_needs_no_black(stack: str, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom bench import emit\nfrom scaffolder import lifetime\n"
        "lifetime.leave = lambda code: print('black' in sys.modules)\nemit.main(*sys.argv[1:])\n"
    )
    argv = ["bench/three_entities.md", str(tmp_path / "app"), stack]
    done = subprocess.run([sys.executable, "-c", code, *argv], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


def test_only_imports_that_nothing_else_says_are_dropped() -> None:
    docstring = '"""Commands.\n\nimport people\n"""\n\nfrom __future__ import annotations\n\n'
    plain = "import json\nimport os.path\nimport sys.path\nimport re as regex\n\n"
    names = "from app.rows import (\n    add,\n    drop,\n    show as shown,\n)\nfrom app.texts import told, untold\n\n"
    body = 'x = add(regex, shown, sys)\ny = """\nimport told_by\n"""\n'
    assert tidying.pruned(docstring + plain + names + body) == (
        docstring + "import sys.path\nimport re as regex\n\nfrom app.rows import add, show as shown\n\n" + body
    )
    said = tidied(docstring + plain + names + body)
    assert "import people" in said and "import told_by" in said

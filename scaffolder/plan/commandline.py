"""How the elements of a plan are called at a command line: one name for its templates, its tests and its checks."""

from __future__ import annotations

from scaffolder import naming
from scaffolder.plan import Plan
from scaffolder.plan.index import Index, entity_plural

VERBS = ("add", "list", "show", "edit", "remove", "import", "export")
GROUPS = ("report", "run-jobs")


class CommandLine:
    """Of one plan. Where there is one entity alone, its commands need no group of their own."""

    def __init__(self, plan: Plan) -> None:
        self.index = Index(plan)
        self.flat = len(plan.entities) == 1
        self.single = not plan.entities and len(plan.functions) == 1

    def group(self, entity: str | None) -> str:
        """ "books"; empty where commands stand at the top."""
        if entity is None or self.flat:
            return ""
        name = naming.kebab(entity_plural(self.index.entity(entity)))
        return f"{name}-list" if name in GROUPS else name

    def word(self, name: str, entity: str | None) -> str:
        """The last word of the command of a query, an action or a function: never that of a command of another kind."""
        word = naming.kebab(name)
        if entity is not None and word in VERBS:
            return f"{word}-{naming.kebab(entity)}"
        taken = {self.group(e.name) for e in self.index.plan.entities} if not self.group(entity) else set()
        return f"{word}-now" if word in taken | set(GROUPS) | (set(VERBS) if self.flat else set()) else word

    def line(self, kind: str, name: str, entity: str | None = None) -> str:
        """What is typed behind the name of the program: "books list", "books lend", "report loans-per-book".

        `kind`: list, query, instance, collection, app, report, function."""
        if kind == "report":
            return f"report {naming.kebab(name)}"
        if kind == "function" and self.single:
            return ""
        last = "list" if kind == "list" else self.word(name, entity)
        return f"{self.group(entity)} {last}".strip()

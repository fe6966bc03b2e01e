"""How the elements of a plan are called at a command line: one name for its templates, its tests and its checks."""

from __future__ import annotations

from scaffolder import naming
from scaffolder.plan import FieldType, Plan
from scaffolder.plan.index import Index, entity_plural

VERBS = ("add", "list", "show", "edit", "remove", "import", "export")
GROUPS = ("report", "messages", "run-jobs")


class CommandLine:
    """Of one plan. Where there is one entity alone, its commands need no group of their own."""

    def __init__(self, plan: Plan) -> None:
        self.index = Index(plan)
        self.flat = len(plan.entities) == 1
        self.single = not plan.entities and len(plan.functions) == 1

    @property
    def package(self) -> str:
        """The Python package of the program; its ending keeps it apart from what it imports."""
        return naming.identifier(f"{naming.snake(self.index.plan.slug)}_cli")

    @property
    def variable(self) -> str:
        """How the environment variables of the program begin."""
        return naming.snake(self.index.plan.slug).upper()

    @property
    def app_module(self) -> str:
        """The module of actions that are about no entity, beside those of entities."""
        taken = {naming.snake(entity_plural(e)) for e in self.index.plan.entities}
        return "application" if "application" not in taken else "whole_application"

    @property
    def types(self) -> set[FieldType]:
        """The types of all values that are typed."""
        plan = self.index.plan
        fields = [f for e in plan.entities for f in e.fields]
        params = [p for a in plan.actions for p in a.params] + [p for f in plan.functions for p in f.params]
        items = {f.item_type for f in fields if f.item_type}
        return {f.type for f in fields} | {p.type for p in params} | items

    def group(self, entity: str | None) -> str:
        """ "books"; empty where commands stand at the top."""
        if entity is None or self.flat:
            return ""
        name = naming.kebab(entity_plural(self.index.entity(entity)))
        return f"{name}-list" if name in GROUPS else name

    def word(self, name: str, entity: str | None) -> str:
        """The last word of the command of a query, an action or a function: never that of a command of another kind."""
        word = self.short(naming.kebab(name), entity)
        if entity is not None and word in VERBS:
            return f"{word}-{naming.kebab(entity)}"
        taken = {self.group(e.name) for e in self.index.plan.entities} if not self.group(entity) else set()
        return f"{word}-now" if word in taken | set(GROUPS) | (set(VERBS) if self.flat else set()) else word

    def short(self, word: str, entity: str | None) -> str:
        """Without the name of the rows at either end, which is said already: overdue-tasks of tasks is overdue."""
        if entity is None:
            return word
        found = self.index.entity(entity)
        rows = naming.kebab(entity_plural(found))
        named = [q.name for q in self.index.queries(entity)] + [a.name for a in self.index.actions(entity)]
        others = [naming.kebab(n) for n in named if naming.kebab(n) != word]
        shorter = word.removesuffix(f"-{rows}").removesuffix(f"-{naming.kebab(entity)}").removeprefix(f"{rows}-")
        alone = not any(o.startswith(f"{shorter}-") or o == shorter for o in others)
        return shorter if shorter not in VERBS and alone else word

    def line(self, kind: str, name: str, entity: str | None = None) -> str:
        """What is typed behind the name of the program: "books list", "books lend", "report loans-per-book".

        `kind`: one of VERBS, or query, instance, collection, app, report, function."""
        if kind == "report":
            return f"report {naming.kebab(name)}"
        if kind == "function" and self.single:
            return ""
        last = kind if kind.partition("-")[0] in VERBS else self.word(name, entity)
        return f"{self.group(entity)} {last}".strip()

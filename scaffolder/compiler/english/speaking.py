"""Expressions of a plan in words, where the words are read back as the same expression; else in backquotes."""

from __future__ import annotations

from scaffolder.compiler.english import expressions
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.tokens import code, tokenize
from scaffolder.expr.checking import check
from scaffolder.expr.english import to_english
from scaffolder.expr.nodes import ExprError
from scaffolder.expr.scope import Scope
from scaffolder.plan import Plan
from scaffolder.plan.index import Index

# Words that end an expression in one sentence or another.
ENDS = frozenset(
    [
        "where",
        "else",
        "per",
        "labelled",
        "as",
        "to",
        "with",
        "then",
        "if",
        "sorted",
        "searched",
        "filtered",
        "named",
        "saying",
        "otherwise",
    ]
)


class Speaker:
    """Knows the names of one plan, as the reader of its normal form will."""

    def __init__(self, plan: Plan) -> None:
        self.index = Index(plan)
        self.draft = Draft(strict=True)
        self.draft.adopt(plan)

    def say(self, expr: str, entity: str) -> str:
        words = self._words(expr, entity)
        tokens = tokenize(words)
        plain = all(t.kind in ("word", "number", "string") for t in tokens) and not ENDS & {t.low for t in tokens}
        if not tokens or not plain:
            return code(expr)
        read = expressions.read(tokens, self.draft.entity(entity), self.draft)
        return words if read == expr else code(expr)

    def _words(self, expr: str, entity: str) -> str:
        try:
            return to_english(check(expr, Scope.of(self.index, entity)), self.index)
        except (ExprError, KeyError):
            return ""

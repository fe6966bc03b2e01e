"""What a deed is done to, where that goes without saying.

"Employees post ideas, others can vote and comment"      vote on ideas and comment on ideas
"book a class and can cancel up to 2 days before"        cancel a booking up to 2 days before
"""

from __future__ import annotations

from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.tokens import Cursor

ON = {"vote": "on", "comment": "on", "reply": "to", "bid": "on", "like": "", "rate": "", "upvote": "", "answer": ""}
UNTIL = ("up to", "until", "at least", "at the latest", "no later than", "before", "within", "at any time", "any time")


def named(tokens: Tokens, spoken_of: Tokens) -> Tokens:
    """ "others can vote and comment": on what was spoken of."""
    at = next((i for i, t in enumerate(tokens) if t.low in ("can", "may")), -1)
    verbs = [t.low for t in tokens[at + 1 :] if t.low not in ("and", "or", ",")]
    if at < 0 or not spoken_of or not verbs or not all(v in ON for v in verbs):
        return tokens
    said = " and ".join(f"{v} {ON[v]} {' '.join(t.text for t in spoken_of)}".replace("  ", " ") for v in verbs)
    return (*tokens[: at + 1], *words_at(said, tokens[at].end))


def ended(part: Tokens, made: vocabulary.Event) -> Tokens:
    """ "book a class and can cancel up to 2 days before": they cancel the booking."""
    at = next((i for i, t in enumerate(part) if t.low in made.closes), -1)
    alone = at >= 0 and (at + 1 == len(part) or Cursor(part[at + 1 :]).at(*UNTIL))
    rest = () if Cursor(part[at + 1 :]).at("at any time", "any time") else part[at + 1 :]
    return (*part[: at + 1], *words_at(f"a {made.entity}", part[at].end), *rest) if alone else part

"""The built-in planner: English by grammar and word tables, no weights, no network.

A sentence shape is a module of `shapes/`: it reads clauses and writes the sentences of a plan, side by side. `draft`
holds what is known so far, `completion` adds what a writer leaves unsaid, `normal_form` joins the sentences of a plan.
The words are data: `words.toml` (types, verbs, roles), `phrases.toml` (wordings of the shapes).
"""

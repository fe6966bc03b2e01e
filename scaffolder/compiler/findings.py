"""The findings of the planner: stable codes, what they say, and how a writer avoids them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from scaffolder.types import Diagnostic, Severity, Span


class Finding(Struct, frozen=True):
    """`message`, `assumed` and `options` are templates over the facts of a finding; `example` is an accepted line.

    `options` are what may be answered where the finding asks something; the first says what is assumed anyway, and is
    empty where the grammar has no line for it. `about`: the list of the plan that it asks about, if one.
    """

    code: str
    severity: Severity
    message: str
    explanation: str
    example: str
    assumed: str = ""
    help: str = ""
    options: tuple[str, ...] = ()
    about: str = ""


class Open(Struct, frozen=True):
    """What the text leaves open: the question, what was assumed, and lines that answer it, the assumption first."""

    code: str
    text: str
    assumed: str
    options: tuple[str, ...]
    requirement: str = ""


FINDINGS = {
    f.code: f
    for f in (
        Finding(
            "A101", "error", "there is nothing to build on",
            "No thing with fields, no function and no endpoint was found. A description names at least one thing and "
            "what is stored of it.",
            "A Book has a title, an author and a number of copies.",
            help='say what is stored: "A Book has a title and an author."',
        ),
        Finding(
            "A102", "warning", "not understood: {text}",
            "The sentence is none of the shapes of structured English (docs/english.md). It is kept as an uncovered "
            "requirement: nothing is built for it.",
            "A Member can borrow a Book, at most 5 at a time.",
        ),
        Finding(
            "A103", "error", "only {covered} of {total} requirements are understood",
            "Less than half of what the description asks for can be built, so nothing is written. Rewrite the lines "
            "that are marked, use a model, or build the rest with --allow-partial.",
            "Only librarians can delete Books.",
            help="rewrite the lines above, or build what is understood with --allow-partial",
        ),
        Finding(
            "A104", "warning", "there is no stack for a {kind} yet",
            "The kind of application that is wanted has no stack. The nearest is used; the plan keeps what was wanted.",
            "A REST API for a parcel service.",
            assumed="the stack {stack}",
            help='say "A REST API for …", or name a stack with --stack',
        ),
        Finding(
            "A105", "warning", "this clause is too long to be read ({count} words)",
            "A clause of more than 2,000 words is kept as an uncovered requirement without being read.",
            "A Book has a title. A Book has an author.",
            help="write several sentences",
        ),
        Finding(
            "A106", "warning", "a part is left out: {text}",
            "The sentence was read, but this part of it was not understood.",
            "A Member can borrow a Book, at most 5 at a time.",
        ),
        Finding(
            "A107", "warning", "{entity} has no {name}",
            "The sentence names a field or a link that was not declared.",
            "A Loan belongs to a Book and has a due date.",
            help='declare it: "{entity} has a {name}."',
        ),
        Finding(
            "A108", "warning", "nothing called {name} is declared",
            "The sentence speaks of a thing that no other sentence describes.",
            "A Book has a title. Search Books by title.",
            help='describe it: "A {name} has a name and …."',
        ),
        Finding(
            "A109", "warning", "cannot be built: {text}",
            "The wish needs an algorithm, media processing or an outside service that a plan does not express.",
            "List Books sorted by title.",
            help="leave it out, or use a model",
        ),
        Finding(
            "A110", "warning", "this expression is not understood: {text}",
            "Conditions and values are written in words over declared fields, or as an expression in backquotes.",
            "Returning a Loan is only possible if the returned date is empty.",
            help="use the names of declared fields, or write the expression in backquotes",
        ),
        Finding(
            "A111", "warning", "the description holds characters that cannot be shown",
            "Control characters are read as blanks.",
            "A Book has a title.",
        ),
        Finding(
            "A112",
            "warning",
            "{name} is left out: {reason}",
            "The sentence was read, but what it says does not agree with the rest, or cannot be built.",
            "Show the total amount per category and month.",
            help="mend the sentence, or declare what it needs",
        ),
        Finding(
            "A113", "warning", "what is built does not use {names}",
            "The description names what to build with, and the stack that it is built with has something else.",
            "A REST API with FastAPI and PostgreSQL.",
            assumed="that the stack {stack} will do",
            help="scaffold stacks tells what each stack is made of",
        ),
        Finding(
            "A201", "note", "{name} is not described",
            "A thing that others belong to, but that has no fields, is given what is first told of it: a name.",
            "An Owner has a name and an email.",
            assumed="that {name} has {has}",
            help='describe it: "{Name} has {has} and an email."',
            options=("{Name} has {has}.", "{Name} has {has} and an email.", "{Name} has {has} and a description."),
        ),
        Finding(
            "A202", "note", "who may do everything?",
            "As soon as there are roles, everything is denied by default; one role must be able to set things up.",
            "Admins can do everything.",
            assumed="an admin who may do everything",
            help='say "Admins can do everything.", or name the role that may',
            options=("Admins can do everything.",),
            about="permissions",
        ),
        Finding(
            "A203", "warning", "how long may {name} last?",
            "Something can be overdue, but no due date is named.",
            "A Loan is due after 14 days.",
            assumed="14 days",
            help='say "{Name} is due after 14 days."',
            options=(
                "{Name} is due after 14 days.", "{Name} is due after 7 days.", "{Name} is due after 21 days.",
                "{Name} is due after 30 days.",
            ),
        ),
        Finding(
            "A213", "note", "how often has {name} to be {done}?",
            "What is to be done again is listed, but no sentence says after how many days.",
            "A Fern has a last watered date. List Ferns not watered for more than 10 days.",
            assumed="every {days} days",
            help='say "List {Names} not {done} for more than {days} days."',
            options=(
                "List {Names} not {done} for more than 7 days.", "List {Names} not {done} for more than 3 days.",
                "List {Names} not {done} for more than 14 days.", "List {Names} not {done} for more than 30 days.",
            ),
        ),
        Finding(
            "A204", "note", "what does it do to {deed}?",
            "An action without an effect line gets one: a status that fits its verb, or else the moment it was done.",
            "Finishing a Repair changes the status from in progress to ready.",
            assumed="that {effect}",
            help='say "{doing} changes the status from … to …." or "{doing} sets the … to …."',
            options=("",),
        ),
        Finding(
            "A205", "note", "what may {role} see and change?",
            "Roles get what is stated. People who work for the organisation (staff, librarian …) may also create, "
            "read, change and delete everything; others may also read.",
            "Members can only see their own Loans.",
            assumed="that {rights}",
            help='say "{Role} can read …." or "{Role} can manage …."',
            options=("", "{Role} can read everything.", "{Role} can do everything."),
            about="permissions",
        ),
        Finding(
            "A206", "note", "what does it record to {verb} {entity}?",
            "A verb such as borrow, book or enrol makes a record of its own.",
            "Borrowing a Book creates a Loan with the member and the book.",
            assumed="{event} with {held}",
            help='say "{Event} belongs to … and has …."',
        ),
        Finding(
            "A207", "note", "what is counted as {name}?",
            "No field is called that: a total is taken, or the price of what was sold times how much of it.",
            "The report income of Orders shows the sum of the total as income, per month.",
            assumed="{counted}",
            help='say "The report {name} of {things} shows the sum of … as {name}."',
        ),
        Finding(
            "A208", "note", "how does {thing} become {state}?",
            "A state that no sentence leads to gets an action that does, from the state before it: nobody could come "
            "there otherwise.",
            "Repairs go from received to in progress to done.",
            assumed="that it is possible to {deed}",
            help='say "It is possible to {deed}.", or what else leads there',
        ),
        Finding(
            "A209", "note", "what kind of application is wanted?",
            "No sentence says so, and nothing in the text tells: an API has endpoints, a web application pages, a tool "
            "commands.",
            "A REST API for a parcel service.",
            assumed="a {kind}, built with the stack {stack}",
            help='say "A REST API for …" or "A web app for …", or name a stack with --stack',
            options=("", "This is a REST API.", "This is a web app.", "This is a command line tool."),
        ),
        Finding(
            "A210", "note", "what is kept of {name}?",
            "Where the text names things and tells no field of anything, what such things usually hold is assumed. One "
            "sentence about the fields of a thing switches this off.",
            "A Task has a title and a due date.",
            assumed="{has}",
            help='say "{Name} has …."',
            options=("{Name} has {has}.",),
        ),
        Finding(
            "A211", "note", "which status codes does it answer with?",
            "The stack decides what is answered: 201 for what is made, 404 for what is not there, 409 for what a rule "
            "forbids, 422 for what is not valid.",
            "GET /library/books does `list:Book` (success 200, errors 404).",
            assumed="the codes of the stack",
            help="see its OpenAPI document",
        ),
        Finding(
            "A212", "error", "this text is in {language}: only English is read",
            "The planner knows the grammar of English alone; a guess at another language would invent things.",
            "A Book has a title, an author and a number of copies.",
            help='write it in English: "A Book has a title and an author."',
        ),
    )
}  # fmt: skip


def make(code: str, span: Span | None = None, requirement: str = "", **facts: str) -> Diagnostic:
    finding = FINDINGS[code]
    return Diagnostic(
        code=code,
        severity=finding.severity,
        message=finding.message.format_map(facts),
        span=span,
        assumed=finding.assumed.format_map(facts),
        help=finding.help.format_map(facts),
        requirement=requirement,
    )


def matters(code: str, not_offered: Mapping[str, str]) -> bool:
    """Whether it makes a difference to a stack that builds nothing of the lists `not_offered` of a plan."""
    return code not in FINDINGS or FINDINGS[code].about not in not_offered


def opened(found: Diagnostic, others: Sequence[str] = (), **facts: str) -> Open | None:
    """The question that a finding asks, `others` among its answers; None where no other answer is known."""
    options = (*(line.format_map(facts) for line in FINDINGS[found.code].options), *others)
    return Open(found.code, found.message, found.assumed, options, found.requirement) if len(options) > 1 else None


def explain(code: str) -> Finding | None:
    """What `scaffold explain CODE` prints; None for a code that is not the planner's."""
    return FINDINGS.get(code.upper())

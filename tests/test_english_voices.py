"""How people talk of what they want: several deeds in a breath, "I", clauses that only say which, titles."""

from __future__ import annotations

import pytest

from scaffolder.compiler import compile_description
from scaffolder.compiler.english import relatives
from scaffolder.compiler.english.tokens import tokenize
from tests.test_english_prose import facts

SAID = [
    (
        "I collect coins with a year and a country, tag them, mark favourites and plan swaps.",
        "Coin.year integer; Coin.country string; Coin.tags list; mark_favourite Coin",
        "",
    ),
    (
        "Vets can add animals with a name and a species, review claims and approve or decline them.",
        "Animal.name string; review Claim; approve Claim; decline Claim",
        "approve Animal",
    ),
    ("Drivers offer rides with a start, a destination and free seats.", "Ride.free_seats integer", ""),
    (
        "Pupils practise a deck, marking each card as known. A Deck has a name. A Card has a front.",
        "mark_known Card",
        "",
    ),
    (
        "Customers drop off bags, each bag has a number and a weight.",
        "Bag.number string; Bag.weight decimal; drop_off Bag",
        "",
    ),
    ("Each errand gets assigned to a runner, who ticks it off.", "Errand > Runner; runner: mark_done Errand", ""),
    ("I add films I want to watch, mark them watched and give a rating.", "mark_watched Film; rate Film", ""),
    ("I store jars with a name, a colour and the shelf they're on.", "Jar.shelf string", ""),
    ("When I open a jar I rate it 1 to 10. A Jar has a name.", "rate Jar; Rating.stars integer", ""),
    ("Flash cards: decks contain cards with a question and an answer.", "Card > Deck; Card.question text", ""),
    ("Online shop: customers browse kites and review them.", "Kite; review Kite", "role online"),
    ("Link keeper: save links with title, url and tags.", "Link.title string; Link.url url", "SaveLink"),
    ("Create a poll with a question and up to 10 options.", "Poll.options list", ""),
    ("Guests can leave a review with 1 to 5 stars and a text.", "Review.stars integer; Review.text text", ""),
    (
        "Porters move crates through packed, loaded, shipped and delivered.",
        "load Crate: packed to loaded; deliver Crate: shipped to delivered",
        "",
    ),
    ("Articles go through idea, drafted, printed.", "Article.status enum; print Article: drafted to printed", ""),
    (
        "Citizens report holes, broken lamps and other problems with a place and a photo.",
        "Problem.place string; citizen create Problem",
        "Hole",
    ),
    ("The council wants citizens to report leaks with a place and a photo.", "citizen create Leak", ""),
    ("Clerks assign claims to a team. A Claim has a title. A Team has a name.", "assign Claim; Claim > Team", "Belong"),
    ("Users can create customized shopping lists.", "ShoppingList", ""),
    ("Owners keep track of jabs, vet visits and feeding plans for each of their pets.", "VetVisit; FeedingPlan", ""),
    (
        "Run log: log runs with a distance and a date. See personal records and a chart of distance.",
        "Run",
        "SeePersonal",
    ),
    ("Families create wish lists with a title and an occasion; relatives can read them.", "WishList.title string", ""),
]


@pytest.mark.parametrize(("text", "found", "absent"), SAID, ids=[text[:60] for text, _, _ in SAID])
def test_it_is_read_as_it_is_meant(text: str, found: str, absent: str) -> None:
    plan = compile_description(text).plan
    assert plan is not None
    known = set(facts(plan))
    assert {fact for fact in found.split("; ") if fact} - known == set()
    assert {fact for fact in absent.split("; ") if fact} & known == set()


def test_a_right_to_some_rows_is_not_widened_by_leaving_out_which() -> None:
    tokens = tokenize("Guests can delete stays they created")
    assert relatives.without(tokens) == tokens


def test_a_title_before_a_colon_is_the_name_of_the_application() -> None:
    plan = compile_description("Flash cards: decks contain cards with a question and an answer.").plan
    assert plan is not None
    assert plan.name == "Flash cards"


@pytest.mark.parametrize(
    "said",
    [
        "Clerks cannot approve their own claims.",
        "Nobody approves their own claim.",
        "Users cannot approve their own claims.",
    ],
)
def test_nobody_is_judge_in_their_own_case(said: str) -> None:
    plan = compile_description(
        f"Staff submit claims with a title and an amount. Clerks can approve claims. {said}"
    ).plan
    assert plan is not None
    conditions = {p.expr for a in plan.actions for p in a.preconditions}
    assert "role != 'clerk' or owner != user" in conditions

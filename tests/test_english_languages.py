"""Only English is read, and what is not English is told as such."""

from __future__ import annotations

import pytest

from scaffolder.compiler import compile_description


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "German",
            "Die Bücherei hat viele Bücher. Ein Buch hat einen Titel und einen Autor.",
        ),
        (
            "French",
            "Chaque livre a un titre et les lecteurs peuvent le louer pour un mois.",
        ),
        (
            "Spanish",
            "Cada libro tiene un título y los lectores pueden pedirlo para una semana.",
        ),
        ("Dutch", "Een app voor de bibliotheek. Elke boek heeft een titel en een schrijver en het kan geleend worden."),
    ],
)
def test_another_language_is_told_and_not_guessed_at(language: str, text: str) -> None:
    found = compile_description(text)
    assert found.plan is None
    assert [d.message for d in found.diagnostics] == [f"this text is in {language}: only English is read"]


@pytest.mark.parametrize(
    "text",
    [
        "A Film has a title in French, and Films de la nuit are listed.",
        "Café: name, is open, le chef",
        "Members can rent a Villa with a name and a la carte menu.",
        "todo app",
    ],
)
def test_english_with_a_few_foreign_words_is_english(text: str) -> None:
    assert "A212" not in {d.code for d in compile_description(text).diagnostics}

"""Invented values that read like real ones. Tables only."""

from __future__ import annotations

PEOPLE = (
    "Ana Silva", "Ben Carter", "Chloe Martin", "David Okafor", "Elena Rossi", "Farid Haddad", "Grace Kim",
    "Hugo Lindqvist", "Ines Moreau", "Jonas Weber", "Kavya Rao", "Liam Byrne",
)  # fmt: skip
TITLES = (
    "The Quiet River", "A Winter Garden", "Letters from the Coast", "The Last Orchard", "Northern Lights",
    "The Clockmaker", "Paper Boats", "Under the Linden Tree", "The Salt Road", "Seven Small Stones",
    "A House of Glass", "The Evening Train",
)  # fmt: skip
GOODS = (
    "Oak table", "Linen shirt", "Copper kettle", "Desk lamp", "Wool blanket", "Garden chair", "Coffee mug",
    "Bread knife", "Rain jacket", "Picture frame", "Leather bag", "Alarm clock",
)  # fmt: skip
CITIES = (
    "Lisbon", "Oslo", "Turin", "Ghent", "Porto", "Malmo", "Graz", "Bergen", "Leeds", "Lyon", "Bonn", "Cork",
)  # fmt: skip
COMPANIES = (
    "Harbour Foods", "Northwind Paper", "Blue Mill", "Oakfield Tools", "Sunrise Bakery", "Alder and Sons",
    "Riverside Clinic", "Granite Works", "Lantern Press", "Meadow Dairy", "Summit Travel", "Copper Kettle",
)  # fmt: skip
SENTENCES = (
    "Kept in good order.", "Seen and agreed by both sides.", "To be looked at again next week.",
    "Came in with the morning post.", "Nothing unusual to report.", "Please handle with care.",
    "Best in the early afternoon.", "A favourite of many visitors.", "Asked for by phone.", "Checked twice.",
    "Follows the usual course.", "Goes together with the first one.",
)  # fmt: skip
STREETS = (
    "1 Mill Lane", "22 Station Road", "3 Harbour Street", "14 Church Row", "5 Orchard Close", "60 High Street",
    "7 Bridge End", "8 Castle Hill", "19 Park View", "10 Queen Street", "11 School Lane", "12 North Parade",
)  # fmt: skip
COLOURS = (
    "red", "green", "blue", "white", "black", "yellow", "orange", "purple", "grey", "brown", "pink", "silver",
)  # fmt: skip
COUNTRIES = (
    "Portugal", "Norway", "Italy", "Belgium", "Sweden", "Austria", "Ireland", "France", "Germany", "Spain", "Chile",
    "Canada",
)  # fmt: skip
PERSONS = {
    "person", "member", "customer", "client", "student", "teacher", "author", "user", "employee", "patient", "doctor",
    "guest", "tenant", "owner", "contact", "volunteer", "driver", "player", "coach", "instructor", "candidate",
    "applicant", "staff", "worker", "manager", "agent", "reader", "writer", "librarian", "supplier contact", "nurse",
    "trainer", "mechanic", "speaker", "attendee", "participant", "donor", "child", "parent", "visitor", "borrower",
    "buyer", "seller", "reviewer", "mentor", "musician", "artist", "pilot", "passenger", "chef", "resident", "landlord",
}  # fmt: skip
WORKS = {"book", "movie", "film", "song", "article", "story", "album", "novel", "painting", "play", "title", "post"}
THINGS = {"product", "item", "article", "good", "part", "asset", "tool", "equipment", "toy", "gift"}
FIRMS = {"company", "supplier", "vendor", "firm", "organisation", "organization", "publisher", "manufacturer", "shop"}
PLACES = {"city", "town", "place", "location", "destination", "station", "port", "airport", "stop"}

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
ANIMAL_NAMES = (
    "Biscuit", "Luna", "Oscar", "Maple", "Pepper", "Rusty", "Willow", "Milo", "Hazel", "Toffee", "Juno", "Bramble",
)  # fmt: skip
DUTY_NAMES = (
    "Call the plumber", "Order paper", "Water the plants", "Renew the insurance", "Clean the windows", "Book the train",
    "Send the minutes", "Repair the gate", "Plan the summer party", "Check the smoke alarms", "Return the keys",
    "Write the newsletter",
)  # fmt: skip
CLASS_NAMES = (
    "Pottery for beginners", "Italian conversation", "Watercolour", "First aid", "Bookkeeping", "Creative writing",
    "Bicycle repair", "Yoga basics", "Photography", "Statistics", "Guitar", "Bread baking",
)  # fmt: skip
DISH_NAMES = (
    "Lentil soup", "Apple tart", "Mushroom risotto", "Tomato salad", "Fish pie", "Pumpkin curry", "Cheese omelette",
    "Bean stew", "Plum cake", "Onion bread", "Green pancakes", "Rice pudding",
)  # fmt: skip
PLANT_NAMES = (
    "Fern", "Lavender", "Basil", "Rubber plant", "Sunflower", "Rosemary", "Aloe", "Ivy", "Tulip", "Mint", "Peony",
    "Clover",
)  # fmt: skip
VEHICLE_NAMES = (
    "Blue van", "Red hatchback", "White truck", "Grey estate", "City bike", "Green minibus", "Cargo bike",
    "Black saloon", "Silver coupe", "Yellow pickup", "Touring bike", "Old tractor",
)  # fmt: skip
EVENT_NAMES = (
    "Spring fair", "Open day", "Summer concert", "Harvest supper", "Charity run", "Film night", "Winter market",
    "Quiz evening", "Garden party", "Book launch", "Chess evening", "Lantern walk",
)  # fmt: skip
VENTURE_NAMES = (
    "New website", "Kitchen renovation", "School garden", "Archive move", "Autumn campaign", "Bridge repair",
    "Reading circle", "Solar roof", "Town map", "Repair cafe", "Choir tour", "Green roof",
)  # fmt: skip
PERSONS = {
    "person", "member", "customer", "client", "student", "teacher", "author", "user", "employee", "patient",
    "doctor", "guest", "tenant", "owner", "contact", "volunteer", "driver", "player", "coach", "instructor",
    "candidate", "applicant", "staff", "worker", "manager", "agent", "reader", "writer", "librarian",
    "supplier contact", "nurse", "trainer", "mechanic", "speaker", "attendee", "participant", "donor", "child",
    "parent", "visitor", "borrower", "buyer", "seller", "reviewer", "mentor", "musician", "artist", "pilot",
    "passenger", "chef", "resident", "landlord", "vet", "veterinarian", "dentist", "therapist", "surgeon",
    "caretaker", "cleaner", "plumber", "technician", "engineer", "lawyer", "accountant", "barber", "stylist",
    "hairdresser", "photographer", "journalist", "editor", "actor", "singer", "dancer", "athlete", "climber",
    "runner", "swimmer", "rider", "pupil", "learner", "trainee", "apprentice", "professor", "lecturer", "tutor",
    "beneficiary", "subscriber", "colleague", "friend", "partner", "sponsor", "host", "waiter", "cook", "baker",
    "farmer", "gardener", "grower", "judge", "referee", "scout", "ranger", "guide", "courier", "clerk",
    "receptionist", "secretary", "organiser", "organizer", "consultant", "contractor", "freelancer", "recruiter",
    "adopter", "keeper", "rep", "representative", "salesperson", "operator", "supervisor", "director", "renter",
}  # fmt: skip
ANIMALS = {"pet", "animal", "dog", "cat", "horse", "rabbit", "bird", "puppy", "kitten", "pony", "cow", "goat", "sheep"}
DUTIES = {"task", "todo", "chore", "job", "errand", "item to do", "action", "duty", "assignment", "reminder", "step"}
CLASSES = {"course", "class", "lesson", "workshop", "seminar", "training", "module", "subject", "skill", "programme"}
DISHES = {"recipe", "dish", "meal", "menu item", "ingredient", "drink", "pizza", "cake"}
PLANTS = {"plant", "flower", "tree", "crop", "seed", "herb", "vegetable", "species", "variety"}
VEHICLES = {"car", "vehicle", "truck", "van", "bike", "bicycle", "boat", "motorcycle", "bus", "trailer", "scooter"}
EVENTS = {"event", "concert", "festival", "party", "match", "tournament", "meeting", "conference", "race", "show"}
VENTURES = {"project", "campaign", "board", "team", "group", "club", "initiative", "goal", "plan"}
WORKS = {"book", "movie", "film", "song", "article", "story", "album", "novel", "painting", "play", "title", "post"}
THINGS = {"product", "item", "article", "good", "part", "asset", "tool", "equipment", "toy", "gift"}
FIRMS = {"company", "supplier", "vendor", "firm", "organisation", "organization", "publisher", "manufacturer", "shop"}
PLACES = {"city", "town", "place", "location", "destination", "station", "port", "airport", "stop"}
# What things are called, by what they are.
NAMES = (
    (PERSONS, PEOPLE), (THINGS, GOODS), (FIRMS, COMPANIES), (PLACES, CITIES), (WORKS, TITLES), (ANIMALS, ANIMAL_NAMES),
    (DUTIES, DUTY_NAMES), (CLASSES, CLASS_NAMES), (DISHES, DISH_NAMES), (PLANTS, PLANT_NAMES),
    (VEHICLES, VEHICLE_NAMES), (EVENTS, EVENT_NAMES), (VENTURES, VENTURE_NAMES),
)  # fmt: skip

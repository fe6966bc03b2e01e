CREATE TABLE shelves (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    floor INTEGER
);
CREATE UNIQUE INDEX shelves_name ON shelves (name);
CREATE TABLE books (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    author TEXT,
    isbn TEXT,
    price NUMERIC NOT NULL,
    status TEXT NOT NULL,
    shelf_id INTEGER NOT NULL REFERENCES shelves (id)
);
CREATE UNIQUE INDEX books_isbn ON books (isbn);
CREATE INDEX books_shelf_id ON books (shelf_id);
CREATE TABLE notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT,
    page_number INTEGER,
    date TEXT,
    book_id INTEGER NOT NULL REFERENCES books (id)
);
CREATE INDEX notes_book_id ON notes (book_id);

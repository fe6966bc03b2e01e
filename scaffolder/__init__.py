"""scaffold: from a plain-English description to an application that is proven to do what it says."""

__version__ = "0.1.0"

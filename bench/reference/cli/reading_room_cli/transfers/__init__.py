"""Rows from files and into files: a module for each kind."""

"""Speed and memory, measured side by side in one call: `make bench`."""

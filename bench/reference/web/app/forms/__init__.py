"""Forms: what people may write, and how it is checked."""

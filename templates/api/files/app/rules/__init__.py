"""Rules over several rows, kept under a lock inside the transaction that writes."""

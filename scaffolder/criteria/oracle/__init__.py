"""A reference interpreter of plans: small, in memory, slow and plain. It says what a generated application must answer."""

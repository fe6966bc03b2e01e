"""A reference interpreter of plans: small, in memory, plain. It says what a generated application must answer."""

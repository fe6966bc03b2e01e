"""How much of what people describe the built-in planner finds: labelled descriptions, and a scorer for them.

`seen.yaml` is there to learn from; `blind.yaml` is scored and not read. `make score` prints both.
"""

"""Small corrections to the embedding model's weights, fitted on the corpus's own phrasings.

`weights` merges them when the model is loaded; `train` makes them (`python -m knowledge tune`).
"""

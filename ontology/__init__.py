"""What the words mean: ontology modules, vocabularies, generated terms, and the error tree."""

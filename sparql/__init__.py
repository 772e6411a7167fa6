"""Questions to answers: named queries, the query workers, and result serialisation."""

"""The documents' contents: one module per document, each with `paper(unit, …, on, edition=None) -> Paper`.

A module asks figures and services, never counts a second time, and knows nothing of sheets or pages.
"""

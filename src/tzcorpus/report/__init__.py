"""One self-contained HTML file to look at: corpus, documents with their edits, passages, errors."""

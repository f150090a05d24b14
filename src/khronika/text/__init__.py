"""Text before meaning: cleaning with a map to the source, folding, languages of paragraphs, sentences."""

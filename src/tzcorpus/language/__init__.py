"""What several stages know of Chinese and English: numerals, words, sentences, scripts, tables."""

"""What a word is and which words are the same word, language by language."""

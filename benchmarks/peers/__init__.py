"""Other search engines behind one small interface, to be asked the same as ours."""

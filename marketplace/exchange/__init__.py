"""Import and export: files of records in and out of the marketplace."""

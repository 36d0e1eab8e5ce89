"""What pages are made of: charts with their tables and sentences, and headline figures."""

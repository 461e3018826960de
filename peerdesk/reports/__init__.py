"""Paper: PDF documents made from frozen summaries only."""

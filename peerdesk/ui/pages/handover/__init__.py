"""The guide that hands the program over to somebody else."""

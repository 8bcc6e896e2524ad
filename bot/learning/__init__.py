"""Learning from agents: a review file of candidates, and what a person accepted of it put into data/nlu and content/replies. How the training after it scores beside the last. Knows no database."""

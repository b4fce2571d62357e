"""The paper's whole study for any pair, beside what was published."""

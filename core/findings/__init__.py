"""The paper's five findings as claims over every reasonable way to measure them: one file each, and the verdict's rules."""

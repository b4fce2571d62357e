"""The texts that are there to learn from before others are measured: what a method is fitted on that is to be deployed."""

from .few import name_of_few
from .find import sources

FEW = 1500  # pairs: as many as dev has, so that a page's first visit reads about twice as much as without them


def training_split(name: str) -> str:
    """The name of the texts to learn from before `name` is measured; '' for a user's own texts, which have none."""
    source = sources().get(name)
    return source.train if source else ""


def few_of_training_split(name: str) -> str:
    """The name of a seeded few of them, which take a quarter of the time and of the disk of all; '' where there are none."""
    train = training_split(name)
    return name_of_few(train, FEW) if train else ""

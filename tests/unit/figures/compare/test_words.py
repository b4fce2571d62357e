"""Words that moved."""

from core.figures.compare.words import words_figure
from tests.support.compared import Compared


def test_the_most_and_least_moved_are_labelled_unless_others_are_chosen(answers: Compared) -> None:
    assert sum(bool(text) for text in words_figure(answers.words).data[0].text) == 12
    labelled = words_figure(answers.words, [3]).data[0].text
    assert [text for text in labelled if text] == [answers.words.words[3]]

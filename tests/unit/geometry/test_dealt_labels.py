"""Labels dealt to rows and to whole units."""

import numpy as np

from core.geometry.dealt_labels import dealt

UNIT = np.array([3, 3, 0, 7, 7, 7, 0, 9])


def test_without_units_every_row_is_dealt_one_of_the_labels() -> None:
    codes = np.arange(8)
    found = dealt(codes, 5, 0)
    np.testing.assert_array_equal(found[0], codes)
    np.testing.assert_array_equal(np.sort(found, axis=1), np.tile(codes, (6, 1)))


def test_labels_that_are_constant_in_units_stay_so() -> None:
    codes = np.array([0, 0, 1, 2, 2, 2, 1, 3])
    found = dealt(codes, 40, 1, UNIT)
    for unit in (3, 0, 7):
        assert (np.ptp(found[:, unit == UNIT], axis=1) == 0).all()
    one_each = found[:, [0, 2, 3, 7]]
    np.testing.assert_array_equal(np.sort(one_each, axis=1), np.tile(np.arange(4), (41, 1)))
    assert len(np.unique(one_each, axis=0)) > 10


def test_a_unit_is_dealt_anothers_labels_in_order_and_round_again() -> None:
    codes = np.arange(8)
    of = {3: [0, 1], 0: [2, 6], 7: [3, 4, 5], 9: [7]}
    for one in dealt(codes, 30, 2, UNIT)[1:]:
        for members in of.values():
            source = next(labels for labels in of.values() if one[members[0]] in labels)
            begin = source.index(one[members[0]])
            assert [source[(begin + j) % len(source)] for j in range(len(members))] == one[members].tolist()

"""Half-samples of a space: each as if the other half were not there."""

import numpy as np
import pytest

from core.geometry.half_sampled import half_sampled
from core.geometry.isotropy import isotropy
from core.geometry.removal_curve import centred_spectrum, isotropy_curve
from core.geometry.resampled import half_samples


def test_every_draw_is_what_its_half_gives() -> None:
    random = np.random.default_rng(0)
    vectors = random.standard_normal((120, 6)) * np.linspace(2, 0.5, 6) + 1.0
    sentence = np.repeat(np.arange(5, 35), 4)
    found = half_sampled(vectors, sentence, 3, seed=2)
    for draw, half in enumerate(half_samples(30, 3, 2)):
        own = vectors[half[sentence - 5] > 0]
        assert len(own) == 60
        assert found.isotropy[draw] == pytest.approx(isotropy(own).symmetric, abs=1e-9)
        curve = isotropy_curve(centred_spectrum(own), "dominant")["symmetric"]
        assert found.curves[draw] == pytest.approx(curve, abs=1e-9)
    assert found.shares.shape == (3, 5)

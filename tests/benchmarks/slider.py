"""From a move of the slider to the frame that shows it, in Chromium on the Explore page."""

import time

from core.checkpoints import locate
from core.spaces import get_space
from core.texts import find
from tests.benchmarks.spaces import MINILM, TEXTS
from tests.benchmarks.timing import report
from tests.browser.drive import (
    HOW_TO_GET,
    chromium,
    drag,
    launched,
    median,
    open_explore,
    record_redraws,
    redraws,
    served,
    wait_for_interval,
)


def run() -> bool:
    """Print the lines; True when the target is met. The peer is what the server takes to answer one position."""
    if chromium() is None:
        print(f"slider: {HOW_TO_GET}")
        return False
    get_space(locate(MINILM), find(TEXTS))
    with launched() as browser, served() as address:
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        open_explore(page, address, f"?checkpoint={MINILM}")
        wait_for_interval(page)
        record_redraws(page)
        trips = []
        for stop in (0.4, 0.5, 0.6):  # the answer for where it stopped before is still on the page
            drag(page, 0.05, stop, 30)
            released = time.perf_counter()
            wait_for_interval(page)
            trips.append(1000 * (time.perf_counter() - released))
        moves = redraws(page)
    name = f"slider, drag to redraw, median of {len(moves)} moves"
    report(f"{name} / the server's answer after release", median(moves) / 1000, median(trips) / 1000, 1, faster=True)
    return report(f"{name} / 150 ms", median(moves) / 1000, 0.15, 1, faster=False)

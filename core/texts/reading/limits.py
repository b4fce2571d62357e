"""How much of a foreign file is read: one upload or link must not take the machine's memory or time."""

MAX_BYTES = 64 * 2**20  # of the file, and of what it unpacks to
MAX_ROWS = 500_000
MAX_LINES = 4 * MAX_ROWS  # of a text, blank ones and those inside quotation marks included
MAX_COLUMNS = 256
MAX_CELLS = 4_000_000
MAX_VALUES = 8_000_000  # commas of a JSON text, those inside sentences included
MAX_PIECES = 2000  # that are packed one after another in one file
MAX_FIELD = 100_000  # characters of a cell; no checkpoint reads a sentence that long
MAX_LINE = 2_000_000  # characters
MAX_SECONDS = 10  # of one processor, to read a file
MAX_MEMORY = 2**30  # of the process that reads one
SAMPLE = 500  # lines that a layout is told from


def in_mib(size: int) -> str:
    """67108864 -> '64 MiB'."""
    return f"{size / 2**20:,.0f} MiB"

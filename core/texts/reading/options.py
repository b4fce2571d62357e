"""What somebody chose about a file's layout; what is not chosen is told by evidence.

The choice travels in the texts' name, behind a question mark, and so through every link, job and recipe:
`pairs.txt?encoding=cp1252&delimiter=tab&header=no`.
"""

from dataclasses import dataclass, fields, replace
from urllib.parse import parse_qsl, quote

from ...errors import UsageError

DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "double-pipe": "||", "none": "\n"}
HEADERS = ("yes", "no")


@dataclass(frozen=True)
class Options:
    """A file's layout, as far as somebody chose it; '' = told by evidence.

    Attributes
    ----------
    delimiter : str
        A key of `DELIMITERS`, or the characters themselves; 'none': each line is one cell.
    encoding : str
        As Python names it.
    header : {'', 'yes', 'no'}
    first, second, score : str
        Columns, the score also alone; '-': there is none.
    """

    delimiter: str = ""
    encoding: str = ""
    header: str = ""
    first: str = ""
    second: str = ""
    score: str = ""

    @property
    def mark(self) -> str:
        """The delimiter's own characters."""
        return DELIMITERS.get(self.delimiter, self.delimiter)

    @property
    def columns(self) -> tuple[str, str, str] | None:
        """The chosen columns, None where they are told by evidence."""
        return (self.first, self.second or "-", self.score or "-") if self.first else None


def split_name(name: str) -> tuple[str, Options]:
    """(name without options, options).

    Raises
    ------
    UsageError
        An option that there is not, or a value that it cannot have.
    """
    plain, mark, given = name.partition("?")
    if not mark:
        return name, Options()
    words = parse_qsl(given, keep_blank_values=True, separator="&", max_num_fields=20)
    known = [field.name for field in fields(Options)]
    if not words or any(key not in known for key, _ in words):
        raise UsageError(f"After '?' of texts stand some of {', '.join(f'{key}=...' for key in known)}, joined by '&'.")
    return plain, checked(Options(**dict(words)))


def with_options(name: str, options: Options) -> str:
    """The name that `split_name` reads; chosen options take the place of those in the name."""
    plain, present = split_name(name)
    given = {field.name: value for field in fields(Options) if (value := getattr(options, field.name))}
    both = replace(present, **given)
    words = [f"{field.name}={quote(value)}" for field in fields(Options) if (value := getattr(both, field.name))]
    return f"{plain}?{'&'.join(words)}" if words else plain


def checked(options: Options) -> Options:
    """The same, if a file can be read that way.

    Raises
    ------
    UsageError
    """
    if len(options.mark) > 3 or '"' in options.mark or any(c.isalnum() for c in options.mark):
        raise UsageError(f"A delimiter is one of {', '.join(DELIMITERS)}, or up to three marks.")
    if options.header not in ("", *HEADERS):
        raise UsageError("header is 'yes' or 'no'.")
    if options.second and not options.first:
        raise UsageError("Name the first sentence's column, too: first=...")
    return options

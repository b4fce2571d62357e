"""Encodings: told where the evidence is certain, refused with a guess where it is not."""

import pytest

from core.errors import TextError
from core.texts.reading.encoding import decode

WESTERN = "Der Ausschuß übt für die Königin. Où est l’élève “français”? El niño está aquí – ¿dónde? Não há ações. 50 € à 20 °C. Ærø, Åse."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    "text", [WESTERN, "一架飞机要起飞了。\t一架飞机正在起飞。\t5\n" * 5, "plain\n" * 5, "Привет, мир\t1\n" * 5]
)
def test_unicode_in_every_form(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "a.csv").text == text


def test_western_windows_text_is_certain() -> None:
    assert decode(WESTERN.encode("cp1252"), "a.csv") == (WESTERN, "cp1252")
    english = "He said “no”… It’s a café – the café’s closed."
    assert decode(english.encode("cp1252"), "a.csv").text == english


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Zażółć gęślą jaźń. Wysłał źródło, łąka. " * 4, "cp1250"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy. " * 4, "cp1250"),
        ("Árvíztűrő tükörfúrógép, erdő és gyűrű. " * 4, "cp1250"),
        ("Bugün hava çok güzel, değil mi? Şu ışık. " * 4, "cp1254"),
        ("Привет, мир. Как дела? Сегодня хорошо. " * 4, "cp1251"),
        ("Привет, мир. Как дела? Сегодня хорошо. " * 4, "koi8-r"),
        ("Καλημέρα κόσμε, τι κάνεις σήμερα; " * 4, "cp1253"),
        ("男がギターを弾いている。女が馬に乗っている。" * 4, "shift_jis"),
        ("一架飞机要起飞了。一个男人在吹长笛。" * 4, "gb18030"),
        ("비행기가 이륙하고 있다. 남자가 피리를 분다. " * 4, "euc_kr"),
        ("L’élève français a mangé à Orléans – très bien, où est-elle? " * 4, "mac_roman"),
        ("L'élève a mangé à Orléans, très bien, où est-elle? " * 4, "cp850"),
    ],
)
def test_other_code_pages_are_not_taken_for_western_and_can_be_chosen(text: str, encoding: str) -> None:
    content = text.encode(encoding)
    with pytest.raises(TextError, match=r"is not UTF-8 text \(byte \d+\).*(encoding)"):
        decode(content, "a.csv")
    assert decode(content, "a.csv", encoding).text == text


def test_a_refusal_names_the_likeliest_encoding_and_no_content() -> None:
    with pytest.raises(TextError, match="it looks like cp1250") as refused:
        decode(("Zażółć gęślą jaźń. Wysłał źródło, łąka. " * 4).encode("cp1250"), "a.csv")
    assert "Wys" not in str(refused.value)


def test_damaged_utf8_is_called_that() -> None:
    content = (WESTERN * 3).encode()
    with pytest.raises(TextError, match="though nearly: it is damaged there"):
        decode(content[:60] + b"\xff" + content[60:], "a.csv")


@pytest.mark.parametrize(
    ("asked", "words"), [("klingon", "no encoding"), ("base64", "encoding"), ("utf-16", "is not"), ("ascii", "is not")]
)
def test_an_encoding_that_does_not_fit_is_refused(asked: str, words: str) -> None:
    with pytest.raises(TextError, match=words):
        decode("é,b,1\n".encode()[:-2], "a.csv", asked)


def test_zero_bytes_are_no_text() -> None:
    for content in (b"a,b\0,1\n" * 10, bytes(100), b"abc\0"):
        with pytest.raises(TextError, match="zero bytes"):
            decode(content, "a.csv")

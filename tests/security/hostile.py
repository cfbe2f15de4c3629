"""Texts and numbers that break applications, listed and made up."""

from hypothesis import strategies as st

TEXTS = [
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</textarea>"),
    *("{{ 7 * 7 }}", "{% debug %}", "${7*7}", "`${1}`", "#{x}", "%s %(a)s {0}"),
    *("' OR 1=1 --", '"; DROP TABLE auth_user; --', "\\", "\\u0000", "%00"),
    *(
        "\u202etxt.exe",
        "\u200f\u2067\u0645\u0627",
        "\u200b",
        "\ufeffBOM",
        "e\u0301",
        "ß \u0131 ŉ",
    ),
    *("a\0b", "\x1b[31m", "a\x7f", "\x85", "a\tb", "a\nb", "\u2028", "\r\n"),
    *("\ud800", "a\udfffb", "\U0001f9d1\u200d\U0001f373", "\U0001f1e8\U0001f1ed"),
    *("=cmd|' /C calc'!A0", "None", "null", "undefined", "NaN", "true", "[]"),
    *(" blank ", "", " ", "x" * 129, "x" * 2001),
]
NUMBERS = [
    *("nan", "-nan", "sNaN", "NaN1", "inf", "-inf", "Infinity", "1e400", "1e-400"),
    *("-0", "0", "0.0", "1e-9", "1e1", "1E+2", "9" * 40, "0." + "1" * 40, "1_000"),
    *("\uff11\uff12", "\u0661\u0662", "1,50", "1.234,5", "", " ", " 1.50 ", "1 000"),
    *("-1", "+1", "--1", "0x10", "1.", ".5", "1.005", "99999999.99", "100000000"),
    *("1\0", "1\n", "\u2212" + "1", "$1", "1e", "e1", "True", "[]", "\ud800"),
]

ANY_TEXT = st.one_of(
    st.sampled_from(TEXTS),
    st.text(st.characters(), max_size=300),  # lone surrogates too
    st.text(alphabet="<>&\"'{}%$\\`\u202e\u2066\0\n\t\ud83d", max_size=40),
)
ANY_NUMBER = st.one_of(
    st.sampled_from(NUMBERS),
    st.floats().map(repr),
    st.decimals().map(str),
    st.integers().map(str),
    st.text(alphabet="0123456789.,-+eE_ \u0663\uff15", max_size=16),
)

"""What random walks do to the inventory, drawn by Hypothesis."""

from hypothesis import strategies as st

from tests.security.plain_stock import Row

FIRST_ROWS = [
    Row(name, f"{name}{n}".upper(), "1.00", "b", True)
    for name in ("1", "a", "ab", "b1")
    for n in range(3)
]

tabs = st.integers(0, 2)
people = st.integers(0, 1)
picks = st.integers(0, 60)  # which row, however many there are
# An alphabet that SQLite and PostgreSQL sort alike
texts = st.text("ab1", min_size=1, max_size=3)
searches = texts | st.sampled_from(["", "", " B", "%", "_", "Z", "a\0"])
rows = st.builds(
    Row,
    name=texts,
    sku=texts.map(str.upper),
    price=st.sampled_from(["1.00", "2.50", "99999999.99"]),
    category=st.sampled_from(["", "b", "z"]),
    is_active=st.booleans(),
    version=st.just(1),
)
typed_rows = rows | st.builds(
    Row,
    name=st.sampled_from(["", "  ", " a "]),
    sku=st.sampled_from(["", "a", " ab1 "]),
    price=st.sampled_from(["0.00", "1.00"]),
    category=st.just("b"),
    is_active=st.booleans(),
    version=st.just(1),
)

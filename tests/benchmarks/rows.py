"""Fills a database: ``python -m tests.benchmarks.rows ROWS SESSIONS``.

Runs in a process of its own, since ``DATABASE_URL`` says which database. Prints how far
it is, and at last what signs the sessions in, as JSON.
"""

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import batched
from secrets import token_hex
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inventory.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Permission, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from inventory import trigrams  # noqa: E402
from inventory.models import Product  # noqa: E402
from inventory.sessions import SessionStore  # noqa: E402
from tests.benchmarks.statements import statements  # noqa: E402

WOODS = ("oak", "steel", "linen", "cork", "glass", "clay", "iron", "brass", "pine")
THINGS = ("table", "chair", "table", "shelf", "table", "bowl", "table", "crate")
CHUNK = 20_000
COLUMNS = {
    "owner_id": 0,
    "name": "",
    "sku": "",
    "price": "",
    "category": "",
    "is_active": True,
    "stock_on_hand": 0,
    "reorder_level": None,
    "created_at": None,
    "version": 1,
}
PEER_SESSIONS = "CREATE TABLE bench_session (key varchar(40) PRIMARY KEY, user_id int)"


def products(owner: int, count: int) -> Iterator[tuple[Any, ...]]:
    """Make rows up: half of them tables, a ninth of oak, a hundredth of walnut."""
    now = datetime.now(UTC)
    for i in range(count):
        wood = "walnut" if i % 100 == 7 else WOODS[i // 10 % len(WOODS)]
        name = f"{wood.title()} {THINGS[i % len(THINGS)]} {i * 7919 % 10**7:07}"
        price = f"{i % 9_000 + 1}.50"
        level = None if i % 3 else i % 40
        category = f"Category {i % 50:02}"
        yield (
            *(owner, name, f"BENCH-{i:07}", price, category),
            *(i % 20 > 0, i % 97, level, now, 1),
        )


def fill(owner: int, count: int) -> None:
    """Write the rows past the model's checks, which they pass by their making."""
    table, names = Product._meta.db_table, ", ".join(COLUMNS)
    marks = ", ".join(["%s"] * len(COLUMNS))
    done = 0
    for chunk in batched(products(owner, count), CHUNK):
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in chunk:
                        copy.write_row(row)
            else:
                cursor.executemany(
                    f"INSERT INTO {table} ({names}) VALUES ({marks})", chunk
                )
        done += len(chunk)
        print(f"progress {done}", flush=True)
    trigrams.tidy()  # as after an import
    with connection.cursor() as cursor:
        both = connection.vendor == "postgresql"
        cursor.execute("VACUUM ANALYZE" if both else "ANALYZE")


def people(count: int) -> tuple[int, list[str]]:
    """Make the owner, who may change the shop, too, and sign in so many times."""
    owner = User.objects.create_user("bench", password=None)
    owner.user_permissions.set(
        Permission.objects.filter(content_type__app_label="shop")
    )
    keys = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PEER_SESSIONS)
        for _ in range(count):
            session = SessionStore()
            session["_auth_user_id"] = str(owner.pk)
            session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[-1]
            session["_auth_user_hash"] = owner.get_session_auth_hash()
            session.save()
            keys.append(session.session_key)
            sql = "INSERT INTO bench_session VALUES (%s, %s)"
            cursor.execute(sql, [session.session_key, owner.pk])
    return owner.pk, keys


def shelf(count: int) -> None:
    """Put a few products for sale, for the live page."""
    from shop.models import Product as ShopProduct

    for i in range(count):
        name = f"Shelf {i:03}"
        ShopProduct.objects.create(name=name, price="1.00", sku=f"SHELF-{token_hex(4)}")


def main(rows: int, sessions: int) -> None:
    """Migrate, fill, and say who may come in."""
    call_command("migrate", verbosity=0)
    owner, keys = people(sessions)
    shelf(30)
    fill(owner, rows)
    asked = statements(User.objects.get(pk=owner))
    said = {"owner": owner, "sessions": keys, "statements": asked}
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

"""Restocking: a product that runs low becomes a task on its owner's list."""

from django.core.exceptions import ValidationError

from inventory.models import Product as StockProduct
from shop.models import Task


def add_restock_task(product: StockProduct) -> tuple[Task, bool]:
    """Give the owner's open task to restock a product, and whether it is new.

    A second click, or a second tab at the same moment, gets the task of the first:
    the database allows one open task per product. Once that is done, the next call
    adds another. The caller has looked the product up among the user's own.

    Raises ``ValidationError`` when the product is gone meanwhile.
    """
    open_tasks = Task.objects.filter(product=product, done=False)
    if task := open_tasks.first():
        return task, False
    task = Task(
        owner_id=product.owner_id, product=product, title=f"Restock {product.name}"
    )
    try:
        task.save()
    except ValidationError:
        if (task := open_tasks.first()) is None:
            raise
        return task, False
    return task, True

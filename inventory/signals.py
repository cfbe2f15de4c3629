"""What the stock tells other apps, which it knows nothing of."""

from django.dispatch import Signal

# Sent inside the transaction that changed names or prices, with ``products``: a
# ``ProductQuerySet`` of all that may have changed. A receiver's error undoes it.
products_changed = Signal()

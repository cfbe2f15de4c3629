"""Which pages of a live list are given the same rows."""
# pyright: reportAttributeAccessIssue=false
# (ModelState makes most of its variables at run time)

from typing import Any, ClassVar

import pytest
from django.db.models import QuerySet
from reflex_django.state.views.meta import ModelCRUDMeta
from reflex_django.states import ModelState

from frontend.live.page import NOT_IN_A_VIEW, LiveList
from frontend.states.products import ProductState
from shop.models import Product
from shop.serializers import ProductSerializer
from tests.frontend.unmended import scratch_registry


@pytest.fixture(autouse=True)
def _scratch():
    with scratch_registry():
        yield


def page(state=ProductState, **shown):
    made = state(_reflex_internal_init=True)
    for name, value in shown.items():
        setattr(made, name, value)
    return made


def test_pages_that_show_the_same_share_a_view():
    assert page()._view() == page()._view()
    assert page(form_open=True, total=3)._view() == page()._view()
    both = page(search_query="tea ", page=2), page(search_query="tea", page=2)
    assert both[0]._view() == both[1]._view()


def test_whatever_changes_the_rows_makes_another_view():
    class Cheap(LiveList, ModelState):
        class Meta(ModelCRUDMeta):
            serializer = ProductSerializer
            paginate_by = 10
            list_var = "cheap"
            error_var = "cheap_error"

        _model_state_options: ClassVar[Any]
        waiting_changes: int = 0
        below: int = 5

        def get_queryset(self) -> QuerySet[Product]:
            return Product.objects.filter(price__lt=self.below)

    pages = [
        *(page(), page(search_query="tea"), page(search_query="coffee"), page(page=2)),
        *(page(Cheap), page(Cheap, below=6), page(Cheap, page=2)),
    ]
    assert len({each._view() for each in pages}) == len(pages)


@pytest.mark.parametrize("hook", NOT_IN_A_VIEW)
def test_hook_that_no_view_would_follow_is_refused(hook):
    def narrow(self, *args):
        return Product.objects.none()

    body: dict[str, Any] = {
        hook: narrow,
        "serializer_class": ProductSerializer,
        "__module__": __name__,
    }
    with pytest.raises(TypeError, match=rf"Own\.{hook} .* in get_queryset or filter_"):
        type(ModelState)("Own", (LiveList, ModelState), body)  # pyright: ignore

"""An input, its label and its error, tied together for assistive technology."""

import reflex as rx

from frontend.components.form_field import field_error, form_area, form_field


def text_of(component):
    return str(component.render())


def test_label_and_error_belong_to_their_input():
    for build in (form_field, form_area):
        text = text_of(build("Price", "price", error=rx.Var("wrong", _var_type=str)))
        assert 'htmlFor:"price"' in text
        assert 'id:"price"' in text
        assert '"aria-describedby":"price-error"' in text
        assert 'id:"price-error"' in text
        assert "wrong" in text


def test_input_is_marked_as_invalid_while_there_is_an_error():
    text = text_of(form_field("Price", "price", error=rx.Var("wrong", _var_type=str)))
    assert '"aria-invalid":((wrong) ? true : false)' in text.replace("isTrue", "")


def test_error_is_read_out_when_it_appears():
    assert 'role:"alert"' in text_of(field_error("price"))

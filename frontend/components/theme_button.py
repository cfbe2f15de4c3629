"""The button between light and dark, and what applies the choice made before."""

from typing import Any

import reflex as rx
from reflex.style import resolved_color_mode, set_color_mode
from reflex_base.constants import ColorMode
from reflex_base.style import _color_mode_var
from reflex_base.vars import VarData

from frontend.states.navbar import NavbarState


class RememberedTheme(rx.Fragment):
    """Shows the page in the session's theme once that is told; draws nothing.

    A hook of the page's own script: the content security policy lets no inline
    script in that could do it earlier. The browser's own memory usually has.
    """

    def add_hooks(self) -> list[Any]:
        """Apply the theme when it arrives; what is clicked later is not undone."""
        theme: Any = NavbarState.theme
        setter = _color_mode_var(ColorMode.SET)
        apply = f"() => {{ if ({theme!s}) {setter!s}({theme!s}); }}"
        needed = VarData.merge(
            theme._get_all_var_data(),
            setter._get_all_var_data(),
            VarData(imports={"react": "useEffect"}),
        )
        return [rx.Var(f"useEffect({apply}, [{theme!s}])", _var_data=needed)]


def theme_button() -> rx.Component:
    """Switch, and remember the choice."""
    other = rx.cond(resolved_color_mode == "light", "dark", "light")
    return rx.fragment(
        RememberedTheme.create(),
        rx.icon_button(
            rx.color_mode.icon(),
            on_click=[set_color_mode(other), NavbarState.remember_theme(other)],
            aria_label="Switch between light and dark",
            background="transparent",
            color=rx.color("gray", 11),
            size="2",
        ),
    )

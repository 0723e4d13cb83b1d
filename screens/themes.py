"""The themes: dark, light, high contrast, and one without colour. What colour says, a word or a symbol says too.

Text reaches a contrast of 4.5 to 1 in the dark and the light theme and of 7 to 1 in the high-contrast one
(WCAG 2.2, success criteria 1.4.3 and 1.4.6); `tests/tui/test_themes.py` measures it on every screen.
"""

from __future__ import annotations

from textual.theme import Theme

PREFIX = "attune-"

_PLAIN_TEXT = {"text": "auto 100%", "text-muted": "auto 100%", "text-disabled": "auto 100%"}

THEMES = (
    Theme(
        name=f"{PREFIX}dark",
        primary="#0a5ea8",
        secondary="#5a7fa6",
        accent="#ffb454",
        warning="#ffb454",
        error="#ff7a90",
        success="#6fd08c",
        foreground="#e6e6e6",
        background="#121212",
        surface="#1c1e20",
        panel="#24282c",
        variables={
            "text": "auto 95%",
            "text-muted": "auto 72%",
            "text-disabled": "auto 66%",
            "button-color-foreground": "#ffffff",
            "footer-key-foreground": "#ffb454",
        },
    ),
    Theme(
        name=f"{PREFIX}light",
        primary="#0b4f8a",
        secondary="#4a6a8a",
        accent="#7a3e00",
        warning="#7a4a00",
        error="#a01c34",
        success="#1c6236",
        foreground="#1a1a1a",
        background="#f6f5f1",
        surface="#ebeae5",
        panel="#dfe3e8",
        dark=False,
        variables={
            "text": "auto 95%",
            "text-muted": "auto 78%",
            "text-disabled": "auto 72%",
            "button-color-foreground": "#ffffff",
            "footer-key-foreground": "#7a3e00",
        },
    ),
    Theme(
        name=f"{PREFIX}high-contrast",
        primary="#ffe14d",
        secondary="#7fdfff",
        accent="#ffe14d",
        warning="#ffc266",
        error="#ffa8a8",
        success="#8cff8c",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        boost="#000000",
        variables={
            **_PLAIN_TEXT,
            "button-color-foreground": "#000000",
            "footer-key-foreground": "#ffe14d",
            "block-cursor-foreground": "#000000",
            "block-cursor-blurred-foreground": "#000000",
            "block-cursor-blurred-background": "#ffe14d",
            "input-cursor-background": "#ffffff",
            "input-cursor-foreground": "#000000",
            "border-blurred": "#ffffff",
        },
    ),
    Theme(
        name=f"{PREFIX}no-colour",
        primary="#d8d8d8",
        secondary="#a8a8a8",
        accent="#ffffff",
        warning="#ffffff",
        error="#ffffff",
        success="#ffffff",
        foreground="#ececec",
        background="#0c0c0c",
        surface="#181818",
        panel="#202020",
        variables={
            **_PLAIN_TEXT,
            "button-color-foreground": "#000000",
            "footer-key-foreground": "#ffffff",
            "block-cursor-foreground": "#000000",
            "block-cursor-blurred-foreground": "#000000",
            "block-cursor-blurred-background": "#a8a8a8",
        },
    ),
)

"""Regular expressions that are compiled when they are first used.

There are hundreds, of which a text meets some; one with a few ranges of Chinese characters takes up to 4 ms.
"""

import re
from functools import cached_property
from typing import Any, cast


class _Late:
    def __init__(self, written: str) -> None:
        self.pattern = written

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def __getattr__(self, name: str) -> Any:
        held = getattr(self._compiled, name)
        setattr(self, name, held)  # found there from now on: as quick as the pattern's own
        return held


def pattern(written: str) -> re.Pattern[str]:
    """The expression, compiled when one of its methods is first asked for; `re.error` says then what is wrong in it."""
    return cast("re.Pattern[str]", _Late(written))

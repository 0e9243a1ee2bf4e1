"""Words of the analysis in Chinese and English, from one file."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from kg.schema.files import read_yaml

FILE = Path(__file__).parent / "wording.yaml"


@cache
def wordings(file: Path = FILE) -> Mapping[str, Mapping[str, str]]:
    """The wordings of a file by language and key."""
    data = read_yaml(file)
    return {lang: {key: data.map(lang).text(key) for key in data.map(lang).names()} for lang in data.names()}


def say(key: str, lang: str = "zh", **values: object) -> str:
    """The wording of `key` with values filled in; unknown languages read Chinese."""
    words = wordings()
    return words.get(lang, words["zh"])[key].format(**values)


def listing(names: Sequence[str], lang: str = "zh") -> str:
    """Names joined as the language joins them: 甲、乙、丙; A, B and C."""
    if lang != "en" or len(names) < 2:
        return "、".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def roster(names: Sequence[str], total: int, lang: str = "zh") -> list[str]:
    """Names of enterprises, the last with the number of all where there are more: 甲, 乙等18家."""
    if not names or total <= len(names):
        return list(names)
    return [*names[:-1], names[-1] + say("in_all", lang, number=total)]


def kind_words(kinds: Sequence[str], lang: str = "zh") -> list[str]:
    """Kinds of gaps (缺, 弱, 未观察到) in a language; what has no word of its own stays as it is."""
    return [_known(f"kind_{kind}", kind, lang) for kind in kinds]


def state_words(state: str, lang: str = "zh") -> str:
    """The state of a project in a language; what has no word of its own stays as it is."""
    return _known(f"state_{state}", state, lang)


def _known(key: str, text: str, lang: str) -> str:
    return wordings().get(lang, {}).get(key, text)

"""The templates that ship with the project, found by any of their names, and what changed between two of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kg import settings
from kg.chains.template import Segment, Template, load_template
from kg.errors import QueryError, SchemaError

NEAR = 3
"""So many chains are named to one who asks for a chain that there is not."""
FOLDER = Path(__file__).parent / "templates"
_ENDINGS = ("全产业链", "产业链", "创新链", "智造链", "供应链", "产业集群", "产业", "链")


def templates() -> Mapping[str, Template]:
    """All templates by name: the shipped ones, and those of the folder that `KG_CHAINS` names.

    A user's template replaces the shipped one of its name. SchemaError where a name or alias belongs to two of them.
    """
    return _templates(settings.chains_folder())


@cache
def _templates(own: Path | None) -> Mapping[str, Template]:
    if own is not None and not own.is_dir():
        raise SchemaError(f"{own}: no such folder of chain templates; mend or unset KG_CHAINS")
    added = [load_template(path) for path in sorted(own.glob("*.yaml"))] if own is not None else []
    replaced = {core(t.name) for t in added}
    shipped = (load_template(path) for path in sorted(FOLDER.glob("*.yaml")))
    return MappingProxyType(by_name([*(t for t in shipped if core(t.name) not in replaced), *added]))


def by_name(found: Iterable[Template]) -> dict[str, Template]:
    """Templates by name, after a check that no name or alias means two chains."""
    result: dict[str, Template] = {}
    names: dict[str, str] = {}
    for template in found:
        for name in {core(n) for n in (template.name, *template.aliases)}:
            if name in names:
                raise SchemaError(
                    f"{template.path}, line 1: {name!r} already names the chain of {names[name]}; take it out of one"
                )
            names[name] = template.path
        result[template.name] = template
    return result


def core(name: str) -> str:
    """A chain's name without 产业链 and the like, so that 智能汽车, 智能汽车产业 and 智能汽车产业链 are one."""
    text = "".join(name.split()).replace("（", "(").replace("）", ")")
    for ending in _ENDINGS:
        if text.endswith(ending) and len(text) > len(ending) + 1:
            return text.removesuffix(ending)
    return text


def find_template(name: str, among: Mapping[str, Template] | None = None) -> Template | None:
    """The template that goes by `name` (ending 产业链 or not, full name or alias), or None."""
    wanted = core(name)
    for template in (templates() if among is None else among).values():
        if wanted in {core(n) for n in (template.name, *template.aliases)}:
            return template
    return None


def need_template(name: str, among: Mapping[str, Template] | None = None) -> Template:
    """As find_template; QueryError names the nearest chains."""
    from difflib import SequenceMatcher

    found = find_template(name, among)
    if found is not None:
        return found
    chosen, wanted = templates() if among is None else among, core(name)

    def far(template: Template) -> tuple[bool, float]:
        names = [core(n) for n in (template.name, *template.aliases)]
        apart = min(-SequenceMatcher(None, n, wanted).ratio() for n in names)
        return not any(wanted in n or n in wanted for n in names), apart

    known = sorted(chosen, key=lambda n: far(chosen[n]))
    near = "、".join(known[:NEAR])
    raise QueryError(f"no chain template is called {name!r}; near ones: {near} (kg chain lists all {len(known)})")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions of a template: `what` (segment, feed, field), added, removed or changed."""

    what: str
    kind: str
    name: str
    before: str = ""
    after: str = ""


def diff(old: Template, new: Template) -> list[Change]:
    """What was added, removed or changed from `old` to `new`: head, segments and feeds, in that order."""
    changes = [
        Change("chain", "changed", field, str(getattr(old, field)), str(getattr(new, field)))
        for field in ("name", "version", "date", "aliases", "sources")
        if getattr(old, field) != getattr(new, field)
    ]
    changes += [Change("segment", "removed", s.name) for s in old.segments if s.id not in new.by_id]
    changes += [Change("segment", "added", s.name) for s in new.segments if s.id not in old.by_id]
    for segment in new.segments:
        before = old.by_id.get(segment.id)
        if before is not None:
            changes += _segment_changes(before, segment)
    feeds = [{(f.source, f.target, f.kind) for f in t.feeds} for t in (old, new)]
    for kind, gone in (("removed", feeds[0] - feeds[1]), ("added", feeds[1] - feeds[0])):
        changes += [Change("feed", kind, f"{a} {how} {b}") for a, b, how in sorted(gone)]
    return changes


def _segment_changes(old: Segment, new: Segment) -> list[Change]:
    fields = ("name", "stage", "synonyms", "products", "trades", "gbt", "substitutes")
    pairs = [(f, getattr(old, f), getattr(new, f)) for f in fields]
    return [Change("segment", "changed", f"{new.name}: {f}", _show(a), _show(b)) for f, a, b in pairs if a != b]


def _show(value: object) -> str:
    return "、".join(value) if isinstance(value, tuple) else str(value)

"""The life of policies: from when and until when one holds, and which ones it ends (废止, 自…起施行, 有效期至, 有效期三年)."""

from datetime import date, timedelta

from kg.entity import Window
from kg.extraction import Referent
from kg.loaders.parsed import Parsed
from kg.loaders.repeals import DAY, REPEALED, Repeal, repeal_of
from kg.schema.patterns import pattern
from kg.schema.values import VALUE_TYPES

_FROM = pattern(rf"自(?P<day>{DAY})(?:起|之日起)(?:正式)?(?:施行|实施|执行|生效)")
_FROM_ISSUE = pattern(
    r"自(?:印发|发布|公布|下发|颁布|发文|成文)之日起(?:(?P<days>\d{1,3})日后)?(?:正式)?(?:施行|实施|执行|生效)"
)
_UNTIL = pattern(
    rf"(?:有效期(?:限)?(?:截止|延长|暂定)?[至到为]*|(?:施行|实施|执行|试行)[至到]|有效[至到])(?:{DAY}[至到-])?(?P<day>{DAY})"
)
_YEARS = pattern(r"有效期(?:限)?[为是:暂定]*(?P<years>[一二三四五六七八九十两]|\d{1,2})年")
_DIGITS = {c: i for i, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_ENDED = pattern(r"(?<!未)(?<!不)(?:废止|失效|作废)(?!日期|时间)")


def own_policy(parsed: Parsed, referents: list[Referent]) -> Referent | None:
    """The policy that the document itself is: the one it calls 本办法, else the one that its title names; None if it is none."""
    policies = [r for r in referents if r.type == "Policy"]
    for policy in policies:
        if any(_said(parsed, m.start, m.end).startswith("本") for m in policy.mentions):
            return policy
    title = parsed.document.meta.title or ""
    named = [p for p in policies if (bare := p.name.strip("《》")) and bare in title]
    return max(named, key=lambda p: len(p.name), default=None)


def date_policies(parsed: Parsed, referents: list[Referent]) -> None:
    """Give the policies among `referents` their `effective` and `expires` (last day in force) as ISO dates.

    The document's own policy also takes number and date from the document's header where the text has none.
    """
    own = own_policy(parsed, referents)
    if own is not None:
        _from_header(parsed, own)
        _own_life(parsed.folded, own)
        if "expires" not in own.attrs and _ENDED.search(parsed.document.meta.validity or ""):
            own.tags.append(REPEALED)
    for policy in referents:
        if policy.type == "Policy" and policy is not own:
            repeal = next((r for m in policy.mentions if (r := repeal_of(parsed, m.start, m.end))), None)
            if repeal is not None:
                _end(parsed, policy, own, repeal)


def _from_header(parsed: Parsed, own: Referent) -> None:
    meta = parsed.document.meta
    if own.name.startswith("本") and meta.title:
        own.aliases = [a for a in (own.name, *own.aliases) if a != meta.title]
        own.name = meta.title
    for name, value in (("number", meta.number), ("date", meta.date)):
        if value:
            own.attrs.setdefault(name, value)


def _own_life(text: str, own: Referent) -> None:
    begun = _begin(text, own)
    if begun is not None:
        own.attrs.setdefault("effective", begun.isoformat())
    until = _UNTIL.search(text)
    years = _YEARS.search(text)
    if until is not None and (last := _last_day(until["day"])) is not None and (begun is None or last >= begun):
        own.attrs.setdefault("expires", last.isoformat())
    elif years is not None and begun is not None:
        count = _DIGITS.get(years["years"]) or int(years["years"])
        own.attrs.setdefault("expires", (_years_later(begun, count) - timedelta(days=1)).isoformat())


def _begin(text: str, own: Referent) -> date | None:
    stated = _FROM.search(text)
    if stated is not None:
        return _day(stated["day"])
    issued = _FROM_ISSUE.search(text)
    day = _day(own.attrs.get("date", "")) if issued is not None else None
    return day + timedelta(days=int(issued["days"] or 0)) if day is not None and issued is not None else None


def _end(parsed: Parsed, policy: Referent, own: Referent | None, repeal: Repeal) -> None:
    """Give a policy that this document ends its last day; the tag 已废止 where nothing says when."""
    day = _day(repeal.day or "") or _day(own.attrs.get("effective") or own.attrs.get("date") or "" if own else "")
    day = day or _day(parsed.document.meta.date or "")
    if day is not None:
        policy.attrs.setdefault("expires", (day - timedelta(days=1)).isoformat())
    elif REPEALED not in policy.tags:
        policy.tags.append(REPEALED)


def _day(raw: str) -> date | None:
    """The first day that a date (in any spelling) means."""
    clean = VALUE_TYPES["date"].clean(raw) if raw else None
    if not isinstance(clean, str):
        return None
    parts = [int(p) for p in clean.split("-")]
    return date(*(parts + [1, 1])[:3])


def _last_day(raw: str) -> date | None:
    """The last day that a date means: 2022年12月 is the whole month."""
    clean = VALUE_TYPES["date"].clean(raw)
    until = Window.of(None, clean).until if isinstance(clean, str) else None
    return date.fromisoformat(until) if until else None


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _said(parsed: Parsed, start: int, end: int) -> str:
    return parsed.folded[start:end]

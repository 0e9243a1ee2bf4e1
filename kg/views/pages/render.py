"""A scene as one HTML file: pyvis holds nodes, edges and options, the shell in `assets` shows them.

Script, style and data are all inside, a content security policy forbids every request, and text from documents only
ever enters the page as text.
"""

import html
import json
import re
from collections import Counter
from importlib.resources import files
from typing import Any

from kg.schema.ontology import ontology
from kg.views.answers import term
from kg.views.grades import UNSEEN, colors
from kg.views.pages.boxes import CARD_FONT, FONT
from kg.views.pages.read import properties, shown
from kg.views.pages.scene import Band, Link, Scene, Thing
from kg.views.pages.words import asset, words

_LIBRARY = "lib/vis-9.1.2/vis-network.min.js"
_FACE = "Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
_INK, _GREY = "#1d2733", "#868e96"
_LABELLED = 30
"""Up to so many links each says its relation; with more, only the panel does."""
_CURVED = 900


def render(scene: Scene, lang: str = "zh") -> str:
    """The page of a placed scene, complete."""
    say = words(lang)
    parts = {
        "lang": "en" if lang == "en" else "zh-CN",
        "title": html.escape(scene.title),
        "subtitle": html.escape(scene.subtitle),
        "notice": html.escape(_notice(scene, lang)),
        "style": asset("page.css"),
        "script": asset("page.js"),
        "library": _library(),
        "data": _as_json(_data(scene, lang)),
    }
    parts |= {key: html.escape(text) for key, text in say.items() if key not in parts}
    return re.sub(r"\{\{(\w+)\}\}", lambda m: parts[m[1]], asset("page.html"))


def _data(scene: Scene, lang: str) -> dict[str, Any]:
    counts = Counter(t.type for t in scene.things.values())
    known = ontology().nodes
    evidence = scene.evidence
    facts = [{**f, "label": term(f["relation"], lang)} for f in evidence.facts]
    return {
        "words": words(lang),
        "network": _network(scene, lang),
        "things": {t.id: _thing(t, lang) for t in scene.things.values()},
        "links": {v.id: _link(v, lang) for v in scene.links.values()},
        "types": {
            n: {"label": term(n, lang), "color": known[n].color if n in known else _GREY, "count": counts[n]}
            for n in sorted(counts, key=lambda n: list(known).index(n) if n in known else len(known))
        },
        "evidence": {
            "facts": facts, "sentences": evidence.sentences, "documents": evidence.documents, "of": evidence.of, "more": evidence.more,
        },
        "bands": _bands(scene.bands),
        "fold": {"at": scene.fold.at, "bands": _bands(scene.fold.bands)} if scene.fold else None,
        "overview": [
            {"title": head, "rows": [{"label": r.label, "note": r.note, "id": r.id, "mark": r.mark, "tone": colors(r.mark)[0]} for r in rows]}
            for head, rows in scene.overview
        ],
        "text": scene.text,
        "middle": scene.centre if scene.kind == "around" else None,
    }  # fmt: skip


def _bands(bands: list[Band]) -> list[dict[str, Any]]:
    return [{"title": b.title, "x": b.x, "y": b.y, "width": b.width, "height": b.height, "tone": b.tone} for b in bands]


def _thing(one: Thing, lang: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "type": one.type,
        "aliases": list(one.row.get("aliases") or ()),
        "tags": list(one.row.get("tags") or ()),
        "sources": one.row.get("sources"),
        "places": one.places,
        "properties": properties(one, lang),
        "initials": initials(one.name),
        "mark": one.mark,
        "reason": one.reason,
        "tone": colors(one.mark)[0],
    }


def _link(one: Link, lang: str) -> dict[str, Any]:
    known = ontology().relations.get(one.type)
    pairs = []
    for name, prop in (known.properties if known else {}).items():
        if one.row.get(name) is not None:
            pairs.append((prop.label.of(lang), shown(one.row[name], prop.type, lang)))
    for name in ("since", "until"):
        if one.row.get(name):
            pairs.append((words(lang)[name], str(one.row[name])))
    return {
        "source": one.source,
        "target": one.target,
        "type": one.type,
        "label": term(one.type, lang),
        "properties": pairs,
    }


def _network(scene: Scene, lang: str) -> dict[str, Any]:
    from pyvis.network import Network

    net = Network(directed=True)
    for one in scene.things.values():
        net.add_node(one.id, **_box(one))
    seen: Counter[frozenset[str]] = Counter()
    for link in scene.links.values():
        pair = frozenset((link.source, link.target))
        net.add_edge(link.source, link.target, id=link.id, **_line(link, scene, seen[pair], lang))
        seen[pair] += 1
    net.set_options(json.dumps(_options(scene)))
    nodes, edges, _, _, _, options = net.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def _box(one: Thing) -> dict[str, Any]:
    """A node as the page's own painter takes it: lines of text, colours and size."""
    known = ontology().nodes.get(one.type)
    color = colors(one.mark)[0] if one.mark else UNSEEN[0] if one.bare else known.color if known else _GREY
    fill = color if one.strong else "#ffffff" if one.card else tint(color, 0.13)
    return {
        "label": "\n".join(one.lines),
        "x": one.x,
        "y": one.y,
        "lines": one.lines,
        "note": one.note,
        "mark": one.badge,
        "dashed": bool(one.mark) or one.bare,
        "size": [one.width, one.height],
        "fill": fill,
        "border": color if one.strong or one.card else tint(color, 0.5),
        "ink": "#ffffff" if one.strong else _INK,
        "tone": color,
        "font_size": CARD_FONT if one.card else FONT,
        "card": one.card,
    }


def _line(link: Link, scene: Scene, nth: int, lang: str) -> dict[str, Any]:
    color = "#c6ced8" if link.quiet else "#a3afbc" if scene.kind == "chain" else "#7b8794"
    line: dict[str, Any] = {
        "color": {"color": color, "highlight": "#1864ab", "hover": "#1864ab"},
        "width": 1 if link.quiet else 1.4,
        "hidden": link.asleep,
        "arrows": {"to": {"enabled": not link.quiet, "scaleFactor": 0.55}},
    }
    if nth:
        line["smooth"] = {"enabled": True, "type": "curvedCW", "roundness": 0.16 * nth}
    if scene.kind != "chain" and len(scene.links) <= _LABELLED:
        line["label"] = term(link.type, lang)
    return line


def _options(scene: Scene) -> dict[str, Any]:
    large = len(scene.links) > _CURVED
    curve = (
        {"type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.45}
        if scene.bands
        else {"type": "continuous"}
    )
    return {
        "autoResize": False,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {
            "hover": not large, "hoverConnectedEdges": False, "selectConnectedEdges": False, "hideEdgesOnDrag": large,
            "hideEdgesOnZoom": large, "keyboard": {"enabled": True, "bindToWindow": False, "autoFocus": False}, "zoomView": False, "dragNodes": False,
        },
        "nodes": {"font": {"face": _FACE, "size": FONT}},
        "edges": {
            "smooth": False if large else {"enabled": True, **curve},
            "font": {"face": _FACE, "size": 12, "color": "#56616f", "strokeWidth": 4, "strokeColor": "#f6f8fa"},
            "selectionWidth": 1, "hoverWidth": 0.8,
        },
    }  # fmt: skip


def _notice(scene: Scene, lang: str) -> str:
    say, n = words(lang), len(scene.things)
    first = (
        say["shown"].format(n=f"{n:,}", all=f"{scene.total:,}") if scene.total > n else say["whole"].format(n=f"{n:,}")
    )
    return f"{first} · {say['links'].format(n=f'{len(scene.links):,}')}" if n else ""


def _library() -> str:
    text = (files("pyvis") / _LIBRARY).read_text(encoding="utf-8")
    return text.replace("</script", "<\\/script")


def _as_json(data: Any) -> str:
    """JSON that cannot end its script element, whatever the texts in it hold."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return (
        text.replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def initials(name: str) -> str:
    """First letters of the syllables of a Chinese name, other letters and digits as they are: 萧山ABC -> xsabc."""
    from pypinyin import Style, lazy_pinyin

    found = lazy_pinyin(name, style=Style.FIRST_LETTER)
    return "".join(c for c in "".join(found).lower() if c.isalnum())


def tint(color: str, strength: float) -> str:
    """The colour mixed with white: 1 is the colour itself, 0 is white."""
    parts = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - p) * strength):02x}" for p in parts)

"""A style file for Neo4j Browser: the colours and captions of the ontology."""

import colorsys

from kg.schema.ontology import NodeType, ontology

_HEAD = "/* Colours and captions of the ontology for Neo4j Browser: drop this file on the page, or paste it after :style */\n"
_SIZES = {"Chain": 80, "Industry": 65, "Product": 50, "Fact": 35, "Document": 50}
_OTHERS = {"Fact": ("#adb5bd", "quote"), "Document": ("#868e96", "name")}


def browser_style() -> str:
    """The style file (GraSS): one rule a type of thing, one a relation."""
    rules = [
        _rule(
            "node",
            {"diameter": "60px", "color": "#ced4da", "text-color-internal": "#000000", "caption": _quoted("{name}")},
        )
    ]
    rules += [_node(kind) for kind in ontology().nodes.values()]
    rules += [_rule(f"node.{name}", _look(color, caption, _SIZES[name])) for name, (color, caption) in _OTHERS.items()]
    rules.append(
        _rule(
            "relationship", {"color": "#adb5bd", "shaft-width": "2px", "font-size": "9px", "caption": _quoted("<type>")}
        )
    )
    rules += [
        _rule(f"relationship.{name}", {"caption": _quoted(one.label.zh)}) for name, one in ontology().relations.items()
    ]
    return _HEAD + "\n".join(rules)


def _node(kind: NodeType) -> str:
    return _rule(f"node.{kind.name}", _look(kind.color, kind.caption, _SIZES.get(kind.name, 60)))


def _look(color: str, caption: str, size: int) -> dict[str, str]:
    return {
        "color": color,
        "border-color": _darker(color),
        "text-color-internal": "#ffffff" if _luminance(color) < 0.5 else "#000000",
        "diameter": f"{size}px",
        "caption": _quoted("{" + caption + "}"),
    }


def _rule(selector: str, values: dict[str, str]) -> str:
    return f"{selector} {{\n" + "".join(f"  {key}: {value};\n" for key, value in values.items()) + "}\n"


def _quoted(text: str) -> str:
    return f'"{text}"'


def _rgb(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _luminance(color: str) -> float:
    """Perceived lightness from 0 to 1 (ITU-R BT.601 weights)."""
    red, green, blue = _rgb(color)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _darker(color: str) -> str:
    hue, light, saturation = colorsys.rgb_to_hls(*_rgb(color))
    return "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, light * 0.8, saturation))

"""Which divisions of the list a document's regions are, by their codes, and which lies in which."""

from functools import lru_cache

from kg.identity.regions import division_names, within
from kg.loaders.places import divisions_named
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.setting import own_name


def codes_of(scene: Scene, region: str) -> set[str]:
    """The codes of the divisions that bear a region's name, in full or without its last character; of several, the widest.

    A home that the text only calls 我县 goes by the name that issuer or title gives it.
    """
    forms = scene.forms(region)[:2]
    if not forms and region == scene.setting.home:
        called = own_name(scene, region, scene.setting.issuers)
        forms = [called] if called else []
    return {code for form in forms for code in _named(form)}


def inside(scene: Scene, region: str, other: str) -> bool:
    """Whether a region is another one, or lies in it by the list of divisions."""
    return region == other or any(within(a, b) for a in codes_meant(scene, region) for b in codes_meant(scene, other))


def codes_meant(scene: Scene, region: str) -> set[str]:
    """The codes of a region; of one that is only called 我县 those of the document's own place."""
    home = scene.setting.home
    return codes_of(scene, region) or (codes_of(scene, home) if home and not scene.forms(region) else set())


def may_lie_in(inner: set[str], outer: set[str], apart: bool = False) -> bool:
    """Whether one of the codes lies in one of the others, as far as both are known; with `apart` they must differ."""
    return not inner or not outer or any(within(a, b) and not (apart and a == b) for a in inner for b in outer)


@lru_cache(maxsize=4096)
def _named(form: str) -> frozenset[str]:
    codes = [code for code in divisions_named(form) if _goes_by(division_names()[code], form)]
    return frozenset(code for code in codes if len(code) == len(min(codes, key=len)))


def _goes_by(name: str, form: str) -> bool:
    return name.startswith(form) or form.endswith(name)

"""Names of projects: a place before them, 项目 or 工程 behind them and where the phase stands do not tell one from another."""

import re

from kg.identity import regions

_REMARK = re.compile(r"\((?:续建|新建|在建|拟建|暂停|停建|缓建|已?投产|已?竣工|已?开工|已?签约|已?终止)\)")
_PHASE = re.compile(r"(?:建设)?(?:项目|工程)?\(?(?P<phase>第?[一二三四五六七八九十\d]+期)\)?(?:建设)?(?:项目|工程)?$")
_KIND = re.compile(r"(?:建设|工程|项目)+$")
_SHORTEST = 3


def project_form(form: str) -> str:
    """The form by which projects are compared: 六氟磷酸锂项目(一期), 六氟磷酸锂一期项目 and 六氟磷酸锂一期工程 are one."""
    plain = _REMARK.sub("", form)
    phased = _PHASE.search(plain)
    stem = _KIND.sub("", plain[: phased.start()] if phased else plain)
    if len(stem) < _SHORTEST:
        return form
    return f"{stem}{phased['phase'] if phased else ''}项目"


def settle_project(form: str, home: str | None) -> tuple[str | None, str]:
    """Short code of the place that a project is of, and its name without it; None where neither name nor `home` says.

    枝江市城北污水处理厂扩建项目 is of 枝江市, as 城北污水处理厂扩建项目 is in a document of 枝江市. A short form (枝江) may be
    a part of the name, so it stays; where it is of another province or city than `home`, the name says nothing of the place.
    """
    found = regions.prefix(form, home)
    if found is None:
        return home, form
    if form[: len(form) - len(found.rest)].endswith(regions.division_names()[found.code]):
        return (found.code, found.rest) if len(found.rest) > _SHORTEST else (None, form)
    return home if home and (len(found.code) == 6 or regions.related(found.code, home)) else None, form

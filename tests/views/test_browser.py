"""Pages in a real browser: they open, can be searched and clicked, and ask nothing of anybody."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kg.files import write_file
from kg.store import Store
from kg.views.pages import around_page, chain_page, document_page, region_page
from kg.views.pages.render import render
from kg.views.pages.scene import Scene
from tests.queries.sample import NEWS, Graph, sample
from tests.views.browser import chromium, requests

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CAR = "智能汽车产业链"
SUPPLY = NEWS.split("。")[0] + "。"
INK = """const c = document.querySelector('#graph canvas'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
const seen = new Set(); for (let i = 0; i < d.length; i += 4) if (d[i + 3]) seen.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]);
return seen.size"""
WHERE = """const at = kgPage.network.canvasToDOM(%s), box = document.getElementById('graph').getBoundingClientRect();
return [at.x + box.x, at.y + box.y]"""
NODE = "kgPage.network.getPosition(arguments[0])"
EDGE = """(() => { const e = kgPage.network.body.edges[arguments[0]]; return e.edgeType.getPoint(0.5); })()"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with chromium(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Callable[[str], Any]]:
    """Opens a page; at the end nothing may have been asked for, and nothing complained about."""

    def opens(page: str) -> Any:
        path = tmp_path / "图 页.html"
        write_file(path, page)
        browser.get(path.as_uri())
        return browser

    requests(browser)
    browser.get_log("browser")
    yield opens
    assert requests(browser) == []
    assert browser.get_log("browser") == []


def panel(browser: Any) -> str:
    return str(browser.find_element("id", "panel").text)


def click(browser: Any, where: str, id_: str) -> None:
    from selenium.webdriver import ActionChains

    x, y = browser.execute_script(WHERE % where.replace("arguments[0]", repr(id_)))
    chain = ActionChains(browser)
    pointer: Any = chain.w3c_actions.pointer_action
    pointer.move_to_location(round(x), round(y))
    pointer.click()
    chain.perform()


def wait(ready: Callable[[], bool], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "the page did not get there"
        time.sleep(0.05)


@pytest.fixture
def graph(embedded: Store) -> Graph:
    made = sample()
    embedded.apply(made.batch())
    return made


def test_each_page_opens_and_is_not_blank(graph: Graph, embedded: Store, show: Callable[[str], Any]) -> None:
    for page in (chain_page(embedded, CAR), around_page(embedded, "钱江电池", 2), document_page(embedded, "plan.txt")):
        opened = show(page)
        assert opened.execute_script(INK) > 30
        assert opened.execute_script("return document.fonts.check('14px sans-serif', '链')")


OPENED = """const net = kgPage.network, box = document.getElementById('graph').getBoundingClientRect();
const at = kgPage.page.network.nodes.filter((n) => !net.body.nodes[n.id].options.hidden).map((n) => {
  const p = net.canvasToDOM(net.getPosition(n.id)), w = n.size[0] / 2 * net.getScale(), h = n.size[1] / 2 * net.getScale();
  return [p.x - w, p.y - h, p.x + w, p.y + h]; });
return {scale: net.getScale(), width: box.width, height: box.height, left: Math.min(...at.map((a) => a[0])),
  top: Math.min(...at.map((a) => a[1])), right: Math.max(...at.map((a) => a[2])), bottom: Math.max(...at.map((a) => a[3]))}"""


def _is_at_its_beginning(opened: Any) -> bool:
    return bool(opened.execute_script(OPENED)["left"] >= 0)


@pytest.mark.parametrize("size", [(1400, 1000), (1000, 700), (500, 900)])
def test_a_page_opens_whole_or_at_its_beginning_with_readable_names(
    graph: Graph, embedded: Store, show: Callable[[str], Any], size: tuple[int, int]
) -> None:
    for page in (
        chain_page(embedded, CAR, "萧山区"),
        region_page(embedded, "萧山区"),
        document_page(embedded, "news.txt"),
    ):
        opened = show(page)
        opened.set_window_size(*size)
        wait(partial(_is_at_its_beginning, opened))
        seen = opened.execute_script(OPENED)
        assert seen["scale"] >= 0.8
        assert seen["top"] >= 0
        if (seen["right"] - seen["left"]) < seen["width"] - 60:
            assert seen["right"] <= seen["width"]
        if (seen["bottom"] - seen["top"]) < seen["height"] - 150:
            assert seen["bottom"] <= seen["height"]


@pytest.fixture
def emulated(browser: Any) -> Iterator[Callable[..., None]]:
    """Sets the width of a phone or the colours of the night, and takes both back."""

    def sets(phone: bool = False, dark: bool = False) -> None:
        if phone:
            size = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        if dark:
            features = [{"name": "prefers-color-scheme", "value": "dark"}]
            browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    yield sets
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


PARTS = """return ['legend', 'graph', 'tools', 'notice', 'panel'].map((id) => {
  const b = document.getElementById(id).getBoundingClientRect(); return [b.top, b.bottom, b.left, b.right]; })"""


def test_on_a_phone_the_parts_stand_below_each_other(
    graph: Graph, embedded: Store, show: Callable[[str], Any], emulated: Callable[..., None]
) -> None:
    emulated(phone=True)
    for page in (
        chain_page(embedded, CAR, "萧山区"),
        region_page(embedded, "萧山区"),
        around_page(embedded, "钱江电池", 2),
        document_page(embedded, "news.txt"),
    ):
        opened = show(page)
        parts = opened.execute_script(PARTS)
        assert all(upper[1] <= lower[0] + 1 for upper, lower in pairwise(parts))
        assert all(left >= 0 and right <= 390 for _, _, left, right in parts)
        assert parts[1][1] - parts[1][0] > 250
        assert opened.execute_script("return document.documentElement.scrollWidth") <= 390


COLOURS = """const c = document.querySelector('#graph canvas');
const copy = new OffscreenCanvas(c.width, c.height).getContext('2d', {willReadFrequently: true});
copy.drawImage(c, 0, 0);
const d = copy.getImageData(0, 0, c.width, c.height).data;
let dark = 0, all = 0, most = 0;
for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 250) {
  const light = (0.2126 * d[i] + 0.7152 * d[i + 1] + 0.0722 * d[i + 2]) / 255;
  all++; if (light < 0.5) dark++; most = Math.max(most, light); }
return [dark / all, most]"""
CONTRAST = """const light = (text) => { const [r, g, b] = text.match(/[0-9.]+/g).slice(0, 3).map((v) => v / 255)
  .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const ground = light(getComputedStyle(document.getElementById('panel')).backgroundColor);
return [ground, ...['#panel h3', '#panel .label', '.heading p'].map((at) => document.querySelector(at)).filter(Boolean).map((e) => {
  const ink = light(getComputedStyle(e).color); return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05); })]"""


def test_at_night_pages_and_drawings_are_dark_with_readable_text(
    graph: Graph, embedded: Store, show: Callable[[str], Any], emulated: Callable[..., None]
) -> None:
    opened = show(chain_page(embedded, CAR, "萧山区"))
    assert opened.execute_script(COLOURS)[0] < 0.3
    emulated(dark=True)
    wait(lambda: opened.execute_script(COLOURS)[0] > 0.7)
    opened.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    wait(lambda: opened.execute_script(COLOURS)[0] < 0.3)
    opened.execute_script("window.dispatchEvent(new Event('afterprint'))")
    wait(lambda: opened.execute_script(COLOURS)[0] > 0.7)
    for page in (region_page(embedded, "萧山区"), document_page(embedded, "news.txt"), around_page(embedded, "萧山区")):
        opened = show(page)
        ground, *contrasts = opened.execute_script(CONTRAST)
        dark, lightest = opened.execute_script(COLOURS)
        assert ground < 0.05
        assert min(contrasts) >= 4.5
        assert dark > 0.7
        assert lightest > 0.7


def test_enterprises_from_elsewhere_are_folded_until_asked_for(
    graph: Graph, embedded: Store, show: Callable[[str], Any]
) -> None:
    far, here = "enterprise:dq", "enterprise:xh"
    hidden = "return kgPage.network.body.nodes[arguments[0]].options.hidden"
    opened = show(chain_page(embedded, CAR, "萧山区"))
    button = opened.find_element("id", "fold")
    assert button.text == "显示外地企业 1"
    assert opened.execute_script(hidden, far) is True
    assert opened.execute_script(hidden, here) is False
    opened.execute_script("kgPage.choose('product:li')")
    opened.find_element("css selector", "#panel summary").click()
    assert "德清锂业有限公司" in panel(opened)
    button.click()
    assert button.text == "收起外地企业"
    assert opened.execute_script(hidden, far) is False
    button.click()
    opened.execute_script("kgPage.choose(arguments[0])", far)
    assert opened.execute_script(hidden, far) is False
    assert not show(chain_page(embedded, CAR)).find_element("id", "fold").is_displayed()


def test_the_wheel_moves_a_map_and_with_ctrl_zooms_it(
    graph: Graph, embedded: Store, show: Callable[[str], Any]
) -> None:
    opened = show(chain_page(embedded, CAR))
    turn = """document.getElementById('graph').dispatchEvent(new WheelEvent('wheel', {deltaY: 100, ctrlKey: arguments[0], cancelable: true}));
    return [kgPage.network.getViewPosition().y, kgPage.network.getScale()]"""
    y, scale = opened.execute_script("return [kgPage.network.getViewPosition().y, kgPage.network.getScale()]")
    moved, same = opened.execute_script(turn, False)
    assert moved > y
    assert same == scale
    assert opened.execute_script(turn, True)[1] < scale


def test_a_search_finds_by_name_alias_and_initials(graph: Graph, embedded: Store, show: Callable[[str], Any]) -> None:
    from selenium.webdriver.common.keys import Keys

    opened = show(chain_page(embedded, CAR))
    box = opened.find_element("id", "search")
    for typed, name in (
        ("湘湖", "湘湖汽车有限公司"),
        ("钱江电池", "钱江电池有限公司"),
        ("dcly", "德清锂业有限公司"),
        ("dqly", "德清锂业有限公司"),
    ):
        box.clear()
        box.send_keys(typed)
        if typed == "dcly":
            assert opened.find_element("id", "hits").text == "没有找到"
            continue
        box.send_keys(Keys.ENTER)
        assert name in panel(opened)
        assert opened.execute_script("return kgPage.network.getSelectedNodes().length") == 1


def test_a_click_on_a_link_shows_its_sentence(graph: Graph, embedded: Store, show: Callable[[str], Any]) -> None:
    edge = next(e["id"] for e in graph.edges.values() if e["type"] == "SUPPLIES")
    opened = show(around_page(embedded, "钱江电池"))
    click(opened, EDGE, edge)
    wait(lambda: SUPPLY in panel(opened))
    assert "供货" in panel(opened)
    assert "钱江电池落户" in panel(opened)
    assert "test.says" in panel(opened)
    assert "2022-03" in panel(opened)


def test_a_click_on_a_box_shows_its_facts_and_one_beside_it_the_list(
    graph: Graph, embedded: Store, show: Callable[[str], Any]
) -> None:
    opened = show(around_page(embedded, "钱江电池"))
    click(opened, NODE, "enterprise:qj")
    wait(lambda: "注册资本" in panel(opened))
    assert "2亿元" in panel(opened)
    assert "专精特新" in panel(opened)
    opened.find_element("css selector", ".back").click()
    assert "注册资本" not in panel(opened)


def test_in_a_document_the_sentence_is_marked_in_the_text(
    graph: Graph, embedded: Store, show: Callable[[str], Any]
) -> None:
    edge = next(e["id"] for e in graph.edges.values() if e["type"] == "INVESTS_IN")
    opened = show(document_page(embedded, "news.txt"))
    opened.execute_script("kgPage.choose(arguments[0])", edge)
    assert opened.find_element("css selector", "#text mark").text == "钱江电池投资20亿元建设钱江电池二期项目。"


def test_the_legend_hides_a_type_and_brings_it_back(graph: Graph, embedded: Store, show: Callable[[str], Any]) -> None:
    opened = show(chain_page(embedded, CAR))
    button = opened.find_element("css selector", "#legend [data-type=Enterprise]")
    hidden = "return kgPage.network.body.nodes['enterprise:qj'].options.hidden"
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert opened.execute_script(hidden) is True
    button.click()
    assert opened.execute_script(hidden) is False


def test_keys_are_enough(graph: Graph, embedded: Store, show: Callable[[str], Any]) -> None:
    from selenium.webdriver import ActionChains
    from selenium.webdriver.common.keys import Keys

    opened = show(chain_page(embedded, CAR))
    ActionChains(opened).send_keys("/").send_keys("整车").send_keys(Keys.ENTER).perform()
    assert "整车" in panel(opened)
    ActionChains(opened).send_keys(Keys.ESCAPE).perform()
    assert "上游 2" in panel(opened)
    first = opened.find_element("css selector", "#panel .rows button")
    first.send_keys(Keys.ENTER)
    assert "返回概览" in panel(opened)


def test_names_with_markup_stay_text(embedded: Store, show: Callable[[str], Any]) -> None:
    evil = "</script><img src=x onerror=\"document.title='broken'\"><b>'\"&"
    made = Graph()
    made.document("x", "x.txt", title=evil, text=evil)
    made.thing("Enterprise", "a", evil, "doc:x", evil, aliases=[evil], tags=[evil])
    made.thing("Enterprise", "b", evil + "乙", "doc:x", evil)
    edge = made.says("enterprise:a", "SUPPLIES", "enterprise:b", "doc:x", evil, product=evil)
    embedded.apply(made.batch())
    for page in (around_page(embedded, "enterprise:a"), document_page(embedded, "doc:x")):
        opened = show(page)
        opened.execute_script("kgPage.choose(arguments[0])", edge)
        assert evil in panel(opened)
        opened.execute_script("kgPage.choose('enterprise:a')")
        assert evil in panel(opened)
        assert opened.find_elements("css selector", "img, #panel b b, script[src]") == []
        assert opened.title != "broken"


def test_an_empty_page_says_so(show: Callable[[str], Any]) -> None:
    opened = show(render(Scene("around", "空", "")))
    assert opened.find_element("id", "empty").is_displayed()


def test_fifteen_hundred_boxes_are_usable(embedded: Store, show: Callable[[str], Any]) -> None:
    made = Graph()
    made.document("x", "x.csv")
    made.thing("Region", "r", "大区", "doc:x")
    for n in range(1500):
        made.thing("Enterprise", str(n), f"第{n}新材料科技有限公司", "doc:x")
        made.says(f"enterprise:{n}", "LOCATED_IN", "region:r", "doc:x", f"{n} | 大区")
    embedded.apply(made.batch())
    opened = show(around_page(embedded, "大区", limit=2000))
    assert "显示全部 1,501 个实体" in opened.find_element("id", "notice").text
    start = time.monotonic()
    opened.execute_script("kgPage.choose('enterprise:700', true)")
    opened.execute_script(
        "for (let n = 0; n < 10; n++) { kgPage.network.moveTo({scale: 0.1 + n / 20}); kgPage.network.redraw(); }"
    )
    assert time.monotonic() - start < 8
    assert "第700新材料科技有限公司" in panel(opened)

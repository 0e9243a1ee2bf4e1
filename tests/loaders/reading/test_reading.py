"""Documents of every format: the text, its offsets, and what the header says."""

import html
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.document import Document
from kg.errors import DocumentError
from kg.loaders.reading import Unreadable, blocks, read_document, read_sources
from kg.loaders.reading.encoding import decode
from kg.loaders.reading.header import read_meta
from kg.loaders.reading.numbering import number_text
from kg.loaders.reading.paragraphs import Line, paragraphs
from tests.loaders import files
from tests.paths import SHARED, needs_shared

CHINESE = "萧山区投资促进局：\n关于产业链的答复，泰格—萧山医院临床中心。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_is_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((CHINESE * 3).encode(encoding))
    assert read_document(path).text == CHINESE * 3


@pytest.mark.parametrize("word", ["你好", "赛默飞", "一、二", "№①", "𠮷野家与㐂"])
def test_short_gb18030_is_not_taken_for_another_language(word: str) -> None:
    assert decode(word.encode("gb18030")) == word


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
@settings(deadline=None)
def test_utf8_text_comes_back_as_it_was(text: str) -> None:
    marked = text.removeprefix("\ufeff")
    assert decode(("\ufeff" + marked).encode()) == marked


def test_line_ends_become_one_character_and_nothing_else_changes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("甲\r\n 乙\t丙  \r\n\r\n\u3000丁\n".encode())
    assert read_document(path).text == "甲\n 乙\t丙  \n\n\u3000丁\n"


def test_the_source_is_the_absolute_path_and_the_hash_is_of_the_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hashlib

    (tmp_path / "a.txt").write_text(CHINESE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    document = read_document(Path("a.txt"))
    assert document.source == (tmp_path / "a.txt").as_posix()
    assert document.sha256 == hashlib.sha256(CHINESE.encode()).hexdigest()


def test_docx_keeps_tables_in_place_with_their_cells(tmp_path: Path) -> None:
    document = read_document(files.docx(tmp_path / "a.docx"))
    assert document.text.split("\n")[3] == "企业名称 | 统一社会信用代码 | 注册资本（万元）"
    assert document.text.endswith("表后一段。\n")
    assert [[c.text(document.text) for c in row] for row in document.tables[0].rows] == [list(r) for r in files.ROWS]


def test_docx_keeps_inserted_and_leaves_out_deleted_text(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    opened = docx.Document()
    paragraph = opened.add_paragraph("落地")
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1"><w:r><w:t>赛默飞</w:t></w:r></w:ins>'))
    paragraph._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="2"><w:r><w:delText>旧</w:delText></w:r></w:del>'))
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>控件内</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    paragraph._p.addnext(control)
    opened.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx").text == "落地赛默飞\n控件内\n"


def test_docx_text_boxes_are_lines_of_their_own(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    opened = docx.Document()
    paragraph = opened.add_paragraph("关于某事的通知")
    box = "<w:txbxContent><w:p><w:r><w:t>萧政发〔2022〕1号</w:t></w:r></w:p></w:txbxContent>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:AlternateContent {space}><mc:Choice Requires='x'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{both}</w:r>"))
    opened.save(str(tmp_path / "a.docx"))
    document = read_document(tmp_path / "a.docx")
    assert document.text == "关于某事的通知\n萧政发〔2022〕1号\n"
    assert document.meta.number == "萧政发〔2022〕1号"


def test_docx_numbers_that_word_counts_are_shown(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    opened = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (kind, text) in enumerate(
            (("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
        )
    )
    numbering = opened.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for depth, words in (
        (0, "总体要求"),
        (1, "目标"),
        (2, "近期"),
        (2, "远期"),
        (1, "原则"),
        (0, "重点任务"),
        (1, "招商"),
        (None, "正文"),
    ):
        paragraph = opened.add_paragraph(words)
        if depth is not None:
            mark = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(mark))
    opened.save(str(tmp_path / "a.docx"))
    expected = [
        "一、总体要求",
        "（一）目标",
        "1.近期",
        "2.远期",
        "（二）原则",
        "二、重点任务",
        "（一）招商",
        "正文",
        "",
    ]
    assert read_document(tmp_path / "a.docx").text.split("\n") == expected


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (21, "chineseCounting", "二十一"),
        (4, "lowerRoman", "iv"),
        (3, "upperLetter", "C"),
    ]
    + [(7, "decimal", "7"), (2, "decimalEnclosedCircleChinese", "②"), (100, "chineseCounting", "100")],
)
def test_numbers_in_the_formats_of_word(number: int, kind: str, text: str) -> None:
    assert number_text(number, kind) == text


def test_docx_merged_cells_repeat_downwards(tmp_path: Path) -> None:
    import docx

    opened = docx.Document()
    table = opened.add_table(3, 2)
    for i, words in enumerate(("区县", "企业", "萧山区", "甲公司", "", "乙公司")):
        table.cell(i // 2, i % 2).text = words
    table.cell(1, 0).merge(table.cell(2, 0))
    opened.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx").text == "区县 | 企业\n萧山区 | 甲公司\n萧山区 | 乙公司\n"


def test_pdf_lines_become_paragraphs_again(tmp_path: Path) -> None:
    long = tuple(
        f"第{i}段，" + "萧山区生物医药产业链的上游是原料药，中游是制剂，下游是流通与临床服务。" * 4
        for i in range(1, 40)
    )
    document = read_document(files.pdf(tmp_path / "a.pdf", long, footer="— {page} —"))
    assert document.text == "\n".join(long) + "\n"


@pytest.mark.shared
@needs_shared
def test_gold_texts_printed_as_pdf_come_back_paragraph_by_paragraph(tmp_path: Path) -> None:
    for path in sorted((SHARED / "gold" / "dev").glob("*.txt")):
        lines = [" ".join(line.split()) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        printed = read_document(files.pdf(tmp_path / f"{path.stem}.pdf", tuple(map(html.escape, lines))))
        assert printed.text.rstrip("\n").split("\n") == lines, path.name


@pytest.mark.parametrize("line", ["云州“十五五”制造业规划", "培育“小巨人”企业2家。", "“一核”两区", "发展“低空经济”"])
def test_pdf_quotation_marks_of_another_font_stand_where_they_are_printed(tmp_path: Path, line: str) -> None:
    assert read_document(files.quoted_pdf(tmp_path / "a.pdf", line)).text == line + "\n"


def test_pdf_keeps_title_and_headings_on_lines_of_their_own(tmp_path: Path) -> None:
    document = read_document(files.pdf(tmp_path / "a.pdf"))
    assert document.text == "\n".join(files.LINES) + "\n"


def test_pdf_running_heads_signatures_and_wrapped_titles(tmp_path: Path) -> None:
    text = read_document(files.official_pdf(tmp_path / "a.pdf")).text.split("\n")
    assert text[:3] == [
        "萧政办发〔2022〕16号",
        "杭州市萧山区人民政府办公室关于印发萧山区加快生物医药产业高质量发展若干政策的通知",
        "各镇人民政府、各街道办事处，区政府各部门、各直属单位，各有关企业、科研院所和行业协会，各产业平台管委会：",
    ]
    assert text[-5:-2] == ["序号 企业 产品", "杭州市萧山区人民政府办公室", "2022年6月29日"]
    assert text[-2] == " ".join(
        ["Words of another language wrap over lines and are joined with blanks between them."] * 4
    )
    assert "公报" not in "".join(text)


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        (["11/23/26, 11:16 AM", "云州市通知"], ["file:///home/a/p.html", "1/1"]),
        (["2026/11/23 11:16 云州市通知"], ["https://www.example.gov.cn/art/2026/11/23/art_1.html 1/3"]),
        (["2026年11月23日 上午11:16"], ["http://example.gov.cn/a?b=1&c=2"]),
    ],
)
def test_what_a_browser_prints_around_a_page_is_left_out(head: list[str], foot: list[str]) -> None:
    rows = [
        head,
        ["云州市人民政府关于加快轴承产业发展的通知"],
        ["11/23/26 是日期。"],
        ["详见 https://example.gov.cn 。"],
        foot,
    ]
    page = [
        Line(words, 40.0 + 200 * i, 200.0 + 200 * i, 800.0 - 40 * y, 788.0 - 40 * y, 12.0)
        for y, row in enumerate(rows)
        for i, words in enumerate(row)
    ]
    text = paragraphs([page])
    assert text.split("\n")[:-1] == [row[0] for row in rows[1:-1]]


def test_a_scanned_page_among_others_is_answered_for(tmp_path: Path) -> None:
    document, left_out = read_sources([files.scan(tmp_path / "a.pdf", with_text=True)])
    assert isinstance(document, Document)
    assert document.text == "A page with words\n"
    assert isinstance(left_out, Unreadable)
    assert "pages 1 are images" in left_out.reason


PAGE = """<html><head><title>关于某政策的通知_萧山区人民政府</title><meta name="ArticleTitle" content="关于某政策的通知">
<script>var a = "不要";</script><style>p {}</style></head><body>
<div class="nav"><a href=1>首页</a> <a href=2>政务公开</a></div>
<ul><li><a>新闻一</a></li><li><a>新闻二</a></li><li><a>新闻三</a></li><li><a>新闻四</a></li></ul>
<table><tr><td>索 引 号：</td><td>H102/2022-61394</td><td>成文日期：</td><td>2022-07-07</td></tr>
<tr><td>发布机构：</td><td>区投促局</td><td>文号：</td><td>萧审管〔2021〕16号</td></tr><tr><td>有效性：</td><td>有效</td><td></td><td></td></tr></table>
<p>　　第一段，<b>落地</b>赛默飞等
   企业。</p><p>第二段&nbsp;AI 医药<br>换行</p><table><tr><th>企业</th><th>产品</th></tr>
<tr><td rowspan=2>甲公司</td><td>电池</td></tr><tr><td>电芯</td></tr></table>
<p>【打印本页】【关闭窗口】</p><div id="footer">浙ICP备1号</div></body></html>"""


def test_a_government_page_gives_body_tables_and_particulars(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE.encode("gb18030"))
    document = read_document(tmp_path / "a.html")
    assert document.text.split("\n")[3:] == [
        "第一段，落地赛默飞等企业。",
        "第二段 AI 医药",
        "换行",
        "企业 | 产品",
        "甲公司 | 电池",
        "甲公司 | 电芯",
        "",
    ]
    meta = document.meta
    assert (meta.title, meta.index, meta.date) == ("关于某政策的通知", "H102/2022-61394", "2022-07-07")
    assert (meta.issuer, meta.number, meta.validity) == ("区投促局", "萧审管〔2021〕16号", "有效")


@pytest.mark.parametrize(
    "line",
    [
        "打印机及耗材产业链",
        "打印设备产业链",
        "关闭落后产能企业名单",
        "当前位置和周边交通条件优越，适合建厂。",
        "下一条：建设项目。第二句。",
        "甲公司取得ICP备案，开始提供服务。",
        "甲公司的版权所有权归属明确，已登记软件著作权12件。",
    ],
)
def test_words_that_only_look_like_controls_of_a_page_are_kept(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.html").write_text(f"<html><body><p>第一段。</p><p>{line}</p><p>末段。</p></body></html>", "utf-8")
    assert line in read_document(tmp_path / "a.html").text.split("\n")


@pytest.mark.parametrize(
    "line",
    ["您当前的位置：首页 > 新闻", "下一条：某某通知", "【打印】", "版权所有：甲区人民政府", "浙ICP备05000001号-1"],
)
def test_controls_of_a_page_are_left_out(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.html").write_text(f"<html><body><p>第一段。</p><p>{line}</p><p>末段。</p></body></html>", "utf-8")
    assert read_document(tmp_path / "a.html").text.strip().split("\n") == ["第一段。", "末段。"]


def test_a_page_laid_out_by_tables_keeps_its_data_tables(tmp_path: Path) -> None:
    inner = "<table><tr><td>发布单位</td><td>区府办</td></tr><tr><td>有效性</td><td>有效</td></tr></table>"
    page = f"<body><table><tr><td>{inner}</td><td></td></tr><tr><td><p>正文一。</p><pre>甲\n乙</pre></td></tr></table><p>浙ICP备1号</p>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    document = read_document(tmp_path / "a.html")
    assert document.text == "发布单位 | 区府办\n有效性 | 有效\n正文一。\n甲\n乙\n"
    assert (document.meta.issuer, document.meta.validity) == ("区府办", "有效")
    assert len(document.tables) == 1


def test_of_tables_within_tables_only_the_innermost_are_searched_for_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = blocks._is_data

    def counted(table: LexborNode) -> bool:
        asked.append(table.mem_id)
        return real(table)

    monkeypatch.setattr(blocks, "_is_data", counted)
    page = (
        "<table><tr><td>外</td><td>" * 200
        + "<table><tr><td>企业</td><td>产品</td></tr></table>"
        + "</td></tr></table>" * 200
    )
    writer = blocks.Article(LexborHTMLParser(page)).writer
    assert len(asked) == 1
    assert writer.text.count("外") == 200
    assert [len(table.rows) for table in writer.tables] == [1]
    assert list(blocks.page_tables(page)) == [[["企业", "产品"]]]


def test_a_page_nested_ten_thousand_deep_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<div>" * 10_000 + "深处" + "</div>" * 10_000, encoding="utf-8")
    assert read_document(tmp_path / "a.html").text == "深处\n"


HEADERS = {
    "索 引 号 | H102/2022-61394 | 成文日期 | 2022-07-07 |\n发布机构 | 区投促局 | 主题分类 | 其他 |\n文号 | 有效性 |\n某某代表:\n": (
        "H102/2022-61394",
        None,
        "区投促局",
        "2022-07-07",
        None,
    ),
    "索引号：A1 发布机构：市科技局 发文日期：2021年3月\n文号：杭科〔2021〕3号 有效性：有效\n正文。": (
        "A1",
        "杭科〔2021〕3号",
        "市科技局",
        "2021年3月",
        "有效",
    ),
    "标题一行\n发布时间：2011-02-28\n发布人：\n正文。": (None, None, None, "2011-02-28", None),
    "成文日期: 2020-01-02\n发布日期: 2020-02-03\n": (None, None, None, "2020-01-02", None),
    "国务院办公厅关于某事的复函\n国办函〔2005〕21号\n某某：\n": (None, "国办函〔2005〕21号", None, None, None),
    "发布时间：2022-06-29 10:22来源：区投促局浏览次数：12\n": (None, None, None, "2022-06-29 10:22", None),
    "索引号：A1\n文 号：无\n成文日期：2022年7月7日\n": ("A1", None, None, "2022年7月7日", None),
    "【索引号】A2 【发布机构】区府办\n": ("A2", None, "区府办", None, None),
    "索引号\tA3\t发布机构\t区府办\n成文日期\t\t有效性\t有效\n": ("A3", None, "区府办", None, "有效"),
    "索引号 A4 发布机构 区府办\n": ("A4", None, "区府办", None, None),
    "他介绍了来源：区投促局的发布日期：不详。\n": (None, None, None, None, None),
    "文件明确了文号和有效性的含义。": (None, None, None, None, None),
}


@pytest.mark.parametrize(("text", "expected"), HEADERS.items())
def test_header_particulars(text: str, expected: tuple[str | None, ...]) -> None:
    meta = read_meta(text)
    assert (meta.index, meta.number, meta.issuer, meta.date, meta.validity) == expected


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("关于答复提案的函\n\n某某委员：\n现答复如下。\n\n云州市经济和信息化局\n2025年9月12日\n", "2025年9月12日"),
        ("关于印发甲办法的通知\n云市府〔2020〕6号\n\n各区：\n请遵照执行。\n\n云州市人民政府\n2020年5月20日\n\n甲办法\n第一条　……", "2020年5月20日"),
        ("复函\n你们的来文收悉。\n国务院办公厅\n二〇〇五年三月三日\n", "二〇〇五年三月三日"),
        ("政府工作报告\n——2026年1月20日在云州市第十九届人民代表大会第六次会议上\n云州市市长　甲乙\n各位代表：\n", "2026年1月20日"),
        ("甲产业链调研报告\n市经信局　2025年12月\n一、现状\n", "2025年12月"),
        ("甲项目\n\n概况\n如下\n文字\n另说\n一期于\n2025年9月1日\n开工，二期待定。", None),
        ("甲产业\n计划建成时间为2027年6月\n的项目有三个。", None),
    ],
)  # fmt: skip
def test_a_document_bears_the_date_of_its_signature_or_subtitle(text: str, date: str | None) -> None:
    assert read_meta(text).date == date


def test_an_object_with_a_text_is_a_page_under_its_title(tmp_path: Path) -> None:
    body = "为抢抓机遇，制定本方案。" * 20
    told = {
        "title": "云州市低空经济行动方案",
        "issuer": "云州市人民政府",
        "number": "云府〔2025〕14号",
        "date": "2025-04-30",
    }
    (tmp_path / "a.json").write_text(json.dumps(told | {"content": body}), encoding="utf-8")
    document = read_document(tmp_path / "a.json")
    assert document.text == f"云州市低空经济行动方案\n\n{body}"
    meta = document.meta
    assert (meta.title, meta.issuer, meta.number, meta.date) == tuple(told.values())
    (tmp_path / "b.json").write_text(
        json.dumps(told | {"content": f"云州市低空\n经济行动方案\n{body}"}), encoding="utf-8"
    )
    assert read_document(tmp_path / "b.json").text == f"云州市低空\n经济行动方案\n{body}"


def test_a_name_is_the_title_in_a_header_only() -> None:
    assert read_meta("索引号：A1\n名  称：关于某事的通知\n正文。\n").title == "关于某事的通知"
    assert read_meta("基本情况如下。\n名称：某产业园\n地址：某路。\n").title != "某产业园"


def test_a_text_without_a_title_line_has_none() -> None:
    assert read_meta("由于聚碳酸酯在较宽的温、湿度范围内具有良好而恒定的电绝缘性，是优良的绝缘材料。\n").title is None


@pytest.mark.shared
@needs_shared
def test_gold_texts_are_read_character_by_character() -> None:
    paths = sorted((SHARED / "gold" / "dev").glob("*.txt"))
    assert paths
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            assert read_document(path).text == file.read()
    seed = read_document(SHARED / "gold" / "dev" / "seed.txt").meta
    assert (seed.index, seed.issuer, seed.date) == ("H102/2022-61394", "区投促局", "2022-07-07")
    assert (seed.number, seed.validity) == (None, None)


def test_json_with_a_text_is_a_document(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '{"标题": "某通知", "正文": "第一行\\r\\n第二行", "文号": "杭科〔2021〕3号"}', encoding="utf-8"
    )
    document = read_document(tmp_path / "a.json")
    assert (document.text, document.meta.title, document.meta.number) == (
        "某通知\n\n第一行\n第二行",
        "某通知",
        "杭科〔2021〕3号",
    )


def test_scanned_pages_are_read_by_ocr_when_asked(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr", reason="needs the extra ocr: pip install 'chain-kg[ocr]'")
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    image = files.picture(tmp_path / "page.png", "落地健新原力、睿丽科技等头部企业。")
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.drawImage(ImageReader(str(image)), 0, 0, 595, 842)
    canvas.save()
    for path in (image, tmp_path / "scan.pdf"):
        assert read_document(path, ocr=True).text == "落地健新原力、睿丽科技等头部企业。\n"


def test_ocr_that_is_not_installed_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "rapidocr", None)
    monkeypatch.delitem(sys.modules, "kg.loaders.reading.ocr", raising=False)
    (tmp_path / "a.png").write_bytes(b"x")
    for path in (files.scan(tmp_path / "a.pdf"), tmp_path / "a.png"):
        with pytest.raises(DocumentError, match=r"pip install 'chain-kg\[ocr\]'"):
            read_document(path, ocr=True)


def test_a_table_asked_for_as_a_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="kg load"):
        read_document(tmp_path / "a.csv")


@given(
    data=st.binary(max_size=300),
    suffix=st.sampled_from([".txt", ".md", ".html", ".docx", ".pdf", ".xlsx", ".csv", ".json", ".jsonl"]),
)
@settings(deadline=None)
def test_any_bytes_are_read_or_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(data)
    for source in read_sources([path]):
        if isinstance(source, Document):
            source.text.encode()
            assert "\r" not in source.text
        elif isinstance(source, Unreadable):
            assert "\n" not in source.reason
            assert str(path) in source.reason
        else:
            assert all(len(row.cells) == len(source.header) or row.problem for row in source.rows())

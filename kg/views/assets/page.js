"use strict";
// Shows the page's data. All text from documents enters through textContent, never as markup.
(() => {
  const page = JSON.parse(document.getElementById("data").textContent);
  const say = page.words;
  const $ = (id) => document.getElementById(id);
  const face = page.network.options.nodes.font.face;
  let near = null; // ids that are not dimmed, or null for all
  let bright = null; // links that are lit, or null for all
  const nodes = new vis.DataSet(page.network.nodes.map((node) => ({
    id: node.id, label: node.label, x: node.x, y: node.y, shape: "custom", ctxRenderer: painter(node),
  })));
  const edges = new vis.DataSet(page.network.edges);
  const network = new vis.Network($("graph"), { nodes, edges }, page.network.options);
  const hidden = new Set();
  let folded = page.fold !== null; // without enterprises from elsewhere
  const elsewhere = (id) => page.fold !== null && !(id in page.fold.at);
  const bands = () => (folded ? page.fold.bands : page.bands);
  const placed = (node) => (folded && !elsewhere(node.id) ? { x: page.fold.at[node.id][0], y: page.fold.at[node.id][1] } : { x: node.x, y: node.y });
  const unseen = (id) => hidden.has(page.things[id].type) || (folded && elsewhere(id));
  const neighbours = new Map(Object.keys(page.things).map((id) => [id, []]));
  for (const [id, link] of Object.entries(page.links)) {
    neighbours.get(link.source).push(id);
    if (link.target !== link.source) neighbours.get(link.target).push(id);
  }

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "on") element.addEventListener("click", value);
      else if (value !== undefined && value !== false) element.setAttribute(name, value);
    }
    element.append(...children.filter((c) => c !== null && c !== undefined && c !== ""));
    return element;
  }

  function dot(type) {
    const mark = make("span", { class: "dot" });
    mark.style.background = (page.types[type] || {}).color || "#868e96";
    return mark;
  }

  // On dark paper a colour keeps its hue and turns its lightness round; what is printed stays light.
  const night = window.matchMedia("screen and (prefers-color-scheme: dark)");
  let printing = false;
  function shade(color) {
    if (!night.matches || printing) return color;
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
    const [high, low] = [Math.max(r, g, b), Math.min(r, g, b)];
    const turn = high === low ? 0 : high === r ? (g - b) / (high - low) : high === g ? 2 + (b - r) / (high - low) : 4 + (r - g) / (high - low);
    const light = (high + low) / 2;
    const full = high === low ? 0 : (high - low) / (1 - Math.abs(2 * light - 1));
    return `hsl(${turn * 60} ${full * 55}% ${14 + 76 * (1 - light)}%)`;
  }

  function theme() {
    const font = page.network.options.edges.font;
    network.setOptions({ edges: { font: Object.assign({}, font, { color: shade(font.color), strokeColor: shade(font.strokeColor) }) } });
    dim(near, bright);
  }
  night.addEventListener("change", theme);

  // Paints one box: name, note and grade. Below a readable size only its colour is left.
  function painter(node) {
    const [width, height] = node.size;
    const style = { width, height };
    return ({ ctx, x, y, state }) => ({
      nodeDimensions: style,
      drawNode() {
        const readable = printing || network.getScale() * node.font_size > 4.5;
        ctx.save();
        ctx.globalAlpha = near && !near.has(node.id) ? 0.18 : 1;
        ctx.beginPath();
        ctx.roundRect(x - width / 2, y - height / 2, width, height, node.card ? 9 : 7);
        ctx.fillStyle = strong(node) ? node.fill : shade(node.fill);
        ctx.fill();
        ctx.lineWidth = state.selected ? 3 : node.card || state.hover ? 1.8 : 1;
        ctx.strokeStyle = shade(state.selected || state.hover ? node.tone : node.border);
        if (node.dashed) ctx.setLineDash([6, 4]);
        ctx.stroke();
        ctx.setLineDash([]);
        if (node.card && !printing && network.getScale() < 0.5) paintLarge(ctx, node, x, y, width, height);
        else if (readable) paintText(ctx, node, x, y);
        ctx.restore();
      },
    });
  }

  const strong = (node) => node.fill === node.tone;
  const inked = (node) => (strong(node) ? node.ink : shade(node.ink));

  function paintText(ctx, node, x, y) {
    const step = node.font_size * 1.35;
    const noteStep = node.note ? 12 * 1.35 : 0;
    let line = y - (node.lines.length * step + noteStep) / 2 + step / 2;
    ctx.textBaseline = "middle";
    ctx.textAlign = "center";
    ctx.font = (node.card || strong(node) ? "600 " : "") + node.font_size + "px " + face;
    ctx.save();
    ctx.font = "600 12px " + face;
    const badge = node.mark ? ctx.measureText(node.mark).width + 10 : 0;
    ctx.restore();
    const middle = node.mark ? x + (badge + 6) / 2 : x;
    node.lines.forEach((text, n) => {
      ctx.fillStyle = inked(node);
      ctx.fillText(text, middle, line);
      if (n === 0 && node.mark) paintBadge(ctx, node, middle - ctx.measureText(text).width / 2 - 6 - badge / 2, line, badge);
      line += step;
    });
    if (!node.note) return;
    ctx.font = "12px " + face;
    ctx.fillStyle = strong(node) ? "#ffffffd0" : shade("#56616f");
    ctx.fillText(node.note, x, line - step / 2 + noteStep / 2);
  }

  function paintBadge(ctx, node, x, y, width) {
    ctx.save();
    ctx.fillStyle = node.tone;
    ctx.beginPath();
    ctx.roundRect(x - width / 2, y - 9, width, 18, 5);
    ctx.fill();
    ctx.fillStyle = "#ffffff";
    ctx.font = "600 12px " + face;
    ctx.fillText(node.mark, x, y + 0.5);
    ctx.restore();
  }

  // Seen from afar a segment is its name alone, as large as its box allows.
  function paintLarge(ctx, node, x, y, width, height) {
    const text = node.lines.join("");
    const room = width - 24;
    ctx.textBaseline = "middle";
    ctx.textAlign = "center";
    ctx.font = "600 20px " + face;
    const wide = ctx.measureText(text).width;
    const size = Math.min(26, height * 0.5, (20 * room) / wide);
    if (network.getScale() * size < 4) return;
    ctx.font = "600 " + size + "px " + face;
    ctx.fillStyle = node.dashed ? shade(node.tone) : inked(node);
    ctx.fillText(text, x, y);
  }

  // What stands behind the boxes.
  network.on("beforeDrawing", (context) => {
    for (const band of bands()) {
      context.fillStyle = shade(band.tone);
      context.beginPath();
      context.roundRect(band.x, band.y, band.width, band.height, 18);
      context.fill();
      context.fillStyle = shade("#3c4854");
      const size = 17;
      context.font = "600 " + size + "px " + face;
      context.textAlign = "left";
      context.textBaseline = "top";
      context.fillText(band.title, band.x + 16, band.y + 12);
    }
  });

  // Choosing and showing.
  function choose(id, move) {
    const thing = page.things[id];
    const link = page.links[id];
    if (!thing && !link) return overview();
    const lines = new Set(thing ? neighbours.get(id) : [id]);
    dim(new Set([...(thing ? [id] : []), ...[...lines].flatMap((one) => [page.links[one].source, page.links[one].target])]), lines);
    if (thing && folded && elsewhere(id)) fold(false);
    if (thing && hidden.has(thing.type)) toggle(thing.type);
    if (thing) network.selectNodes([id], false);
    else network.setSelection({ nodes: [], edges: [id] }, { highlightEdges: false });
    if (move && thing) {
      untouched = false;
      const scale = Math.max(network.getScale(), 0.75);
      network.focus(id, { scale, animation: false });
    }
    fill(thing ? thingView(id, thing) : linkView(id, link));
  }

  function dim(boxes, lines) {
    near = boxes;
    bright = lines;
    edges.update(page.network.edges.map((edge) => {
      const lit = lines && lines.has(edge.id);
      return {
        id: edge.id,
        color: { color: shade(lit ? "#1864ab" : edge.color.color), highlight: shade(edge.color.highlight), hover: shade(edge.color.hover), opacity: !lines || lit ? 1 : 0.12 },
        width: lit ? 2 : edge.width,
        label: edge.label || (lit ? page.links[edge.id].label : undefined),
        hidden: covered(edge.id) || (edge.hidden && !lit),
      };
    }));
  }

  function covered(id) {
    const link = page.links[id];
    return unseen(link.source) || unseen(link.target);
  }

  function overview() {
    network.unselectAll();
    dim(null, null);
    const parts = [];
    if (page.text !== null) parts.push(make("h3", {}, say.text), textView());
    for (const section of page.overview) {
      // A grade that all rows share stands once, in the title.
      const first = section.rows[0];
      const same = first.mark && section.rows.every((row) => row.mark === first.mark);
      const list = same ? section.rows.map((row) => Object.assign({}, row, { mark: "" })) : section.rows;
      parts.push(make("h3", {}, same ? gradeOf(first.mark, first.tone) : null, same ? " " : "", section.title), rows(list));
    }
    if (!parts.length) parts.push(make("p", { class: "hint" }, say.empty));
    fill(parts, true);
  }

  function fill(parts, first) {
    const back = first ? null : make("button", { class: "back", type: "button", on: overview }, "← " + say.back);
    $("panel").replaceChildren(...[back, ...parts].filter(Boolean));
    $("panel").scrollTop = 0;
  }

  function rows(list) {
    const long = list.some((row) => row.note.length > 16);
    return make("ul", { class: long ? "rows long" : "rows" }, ...list.map((row) =>
      make("li", {}, make("button", { type: "button", on: () => choose(row.id, true) },
        row.mark ? gradeOf(row.mark, row.tone) : dot((page.things[row.id] || {}).type),
        row.verb ? make("span", { class: "verb" }, row.verb) : null,
        make("span", { class: "label" }, row.label),
        row.note ? make("small", {}, row.note) : null))));
  }

  function thingView(id, thing) {
    const type = page.types[thing.type] || { label: thing.type };
    const parts = [make("div", { class: "kind" }, dot(thing.type), type.label), make("h2", {}, thing.name)];
    if (thing.mark) parts.push(make("p", { class: "reason" }, gradeOf(thing.mark, thing.tone), " ", thing.reason));
    const list = make("dl", {});
    const put = (key, value) => list.append(make("dt", {}, key), make("dd", {}, value));
    if (thing.aliases.length) put(say.aliases, thing.aliases.join("、"));
    if (thing.tags.length) put(say.tags, make("span", {}, ...thing.tags.map((t) => make("span", { class: "tag" }, t))));
    if (thing.places.length) put(say.places, thing.places.join("、"));
    for (const [key, value] of thing.properties) put(key, value);
    if (thing.sources) put(say.sources, String(thing.sources));
    if (list.children.length) parts.push(list);
    const related = neighbours.get(id).map((one) => {
      const link = page.links[one];
      const out = link.source === id;
      const other = page.things[out ? link.target : link.source];
      return { id: one, other: out ? link.target : link.source, label: other.name, verb: (out ? "" : "← ") + link.label + (out ? " →" : ""), note: "", type: other.type };
    });
    const away = related.filter((row) => elsewhere(row.other));
    if (related.length) parts.push(make("h3", {}, say.relations + " " + related.length), relationRows(related.filter((row) => !elsewhere(row.other))));
    if (away.length) parts.push(make("details", {}, make("summary", {}, say.elsewhere.replace("{n}", away.length)), relationRows(away)));
    parts.push(make("h3", {}, say.facts), ...factViews(id));
    return parts;
  }

  function gradeOf(text, tone) {
    const badge = make("span", { class: "grade" }, text);
    badge.style.background = tone;
    return badge;
  }

  function relationRows(list) {
    return make("ul", { class: "rows" }, ...list.map((row) =>
      make("li", {}, make("button", { type: "button", on: () => choose(row.id, true) },
        dot(row.type), make("span", { class: "label" }, row.label), make("small", {}, row.verb)))));
  }

  function linkView(id, link) {
    const end = (one) => make("button", { type: "button", on: () => choose(one, true) }, page.things[one].name);
    const parts = [make("div", { class: "ends" }, end(link.source), make("span", { class: "verb" }, link.label + " ↓"), end(link.target))];
    if (link.properties.length) {
      parts.push(make("dl", {}, ...link.properties.flatMap(([key, value]) => [make("dt", {}, key), make("dd", {}, value)])));
    }
    return [...parts, make("h3", {}, say.facts), ...factViews(id)];
  }

  function factViews(id) {
    const mine = page.evidence.of[id] || [];
    const parts = mine.map((n) => factView(page.evidence.facts[n]));
    const more = page.evidence.more[id];
    if (!mine.length) parts.push(make("p", { class: "hint" }, say.no_facts));
    if (more) parts.push(make("p", { class: "hint" }, say.more_facts.replace("{n}", more)));
    if (page.text !== null && mine.length) parts.push(make("h3", {}, say.text), textView(page.evidence.facts[mine[0]]));
    return parts;
  }

  function factView(fact) {
    const source = page.evidence.documents[fact.document];
    const where = [source.number, source.issuer, source.date, fact.place].filter(Boolean).join(" · ");
    const how = [say.rule + " " + fact.rule, say.confidence + " " + Number(fact.confidence.toFixed(3))];
    if (fact.since) how.push(say.since + " " + fact.since);
    if (fact.until) how.push(say.until + " " + fact.until);
    const inText = page.text !== null && fact.start !== undefined;
    const quote = make("blockquote", inText ? { class: "link", on: () => highlight(fact) } : {}, page.evidence.sentences[fact.sentence]);
    return make("div", { class: "fact" },
      fact.value !== undefined ? make("div", { class: "what" }, fact.label + "：" + fact.value) : null,
      quote,
      make("div", { class: "from" }, make("b", {}, source.title || source.file), where ? make("div", {}, where) : null),
      make("div", { class: "how" }, how.join(" · ")));
  }

  function textView(fact) {
    const view = make("div", { class: "text", id: "text", tabindex: "0" });
    const letters = Array.from(page.text);
    if (fact && fact.start !== undefined) {
      const mark = make("mark", {}, letters.slice(fact.start, fact.end).join(""));
      view.append(letters.slice(0, fact.start).join(""), mark, letters.slice(fact.end).join(""));
      requestAnimationFrame(() => { view.scrollTop = mark.offsetTop - view.offsetTop - 60; });
    } else view.append(page.text);
    return view;
  }

  function highlight(fact) {
    $("text").replaceWith(textView(fact));
  }

  function refresh() {
    nodes.update(page.network.nodes.map((node) => ({ id: node.id, hidden: unseen(node.id), ...placed(node) })));
    edges.update(page.network.edges.map((edge) => ({ id: edge.id, hidden: edge.hidden || covered(edge.id) })));
  }

  // Enterprises from elsewhere are left out until they are asked for.
  function fold(on) {
    folded = on;
    const count = page.network.nodes.filter((node) => elsewhere(node.id)).length;
    $("fold").textContent = (on ? say.unfold : say.refold).replace("{n}", count);
    $("fold").setAttribute("aria-pressed", String(!on));
    refresh();
  }

  // Legend.
  function toggle(type) {
    if (!hidden.delete(type)) hidden.add(type);
    refresh();
    for (const button of $("legend").children) button.setAttribute("aria-pressed", String(!hidden.has(button.dataset.type)));
  }
  for (const [name, type] of Object.entries(page.types)) {
    const button = make("button", { type: "button", "data-type": name, "aria-pressed": "true", title: say.legend, on: () => toggle(name) },
      dot(name), type.label, make("small", {}, String(type.count)));
    $("legend").append(button);
  }

  // Search: names and aliases first, then initials.
  const index = Object.entries(page.things).map(([id, t]) => ({ id, names: [t.name, ...t.aliases].map((n) => n.toLowerCase()), initials: t.initials }));
  let hits = [];
  let chosen = -1;
  let closing = 0;
  function find(text) {
    clearTimeout(closing);
    const wanted = text.trim().toLowerCase();
    const rank = (one) => {
      if (one.names.includes(wanted)) return 0;
      if (one.names.some((n) => n.startsWith(wanted))) return 1;
      if (one.names.some((n) => n.includes(wanted))) return 2;
      if (one.initials.startsWith(wanted)) return 3;
      return one.initials.includes(wanted) ? 4 : 9;
    };
    const found = wanted ? index.map((one) => [rank(one), one]).filter(([r]) => r < 9) : [];
    hits = found.sort((a, b) => a[0] - b[0] || a[1].names[0].length - b[1].names[0].length).slice(0, 30).map(([, one]) => one.id);
    chosen = hits.length ? 0 : -1;
    showHits(Boolean(wanted));
  }
  function showHits(open) {
    const items = hits.map((id, n) => make("li", { role: "option", id: "hit" + n, "aria-selected": String(n === chosen), on: () => take(n) },
      dot(page.things[id].type), page.things[id].name, make("small", {}, (page.types[page.things[id].type] || {}).label)));
    $("hits").replaceChildren(...(items.length ? items : [make("li", { class: "none" }, say.no_hit)]));
    $("hits").hidden = !open;
    $("search").setAttribute("aria-expanded", String(open));
    if (chosen >= 0) $("search").setAttribute("aria-activedescendant", "hit" + chosen);
    const active = $("hit" + chosen);
    if (active) active.scrollIntoView({ block: "nearest" });
  }
  function take(n) {
    if (n < 0 || n >= hits.length) return;
    $("search").value = page.things[hits[n]].name;
    showHits(false);
    choose(hits[n], true);
  }
  $("search").addEventListener("input", (event) => find(event.target.value));
  $("search").addEventListener("blur", () => { closing = setTimeout(() => showHits(false), 150); });
  $("search").addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!hits.length) return;
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length;
      showHits(true);
    } else if (event.key === "Enter") take(chosen);
  });

  // Mouse, keys, tools.
  network.on("click", (event) => {
    if (event.nodes.length) choose(event.nodes[0]);
    else if (event.edges.length) choose(event.edges[0]);
    else overview();
  });
  network.on("hoverNode", () => { $("graph").style.cursor = "pointer"; });
  network.on("hoverEdge", () => { $("graph").style.cursor = "pointer"; });
  network.on("blurNode", () => { $("graph").style.cursor = ""; });
  network.on("blurEdge", () => { $("graph").style.cursor = ""; });
  let untouched = true; // until the reader moves the view, it is fitted anew to each size
  const zoom = (factor) => { untouched = false; network.moveTo({ scale: network.getScale() * factor }); };
  const readable = 0.8; // of the size at which boxes are laid out: below, names are hard to read
  const extent = () => {
    const corners = [
      ...bands().map((b) => [b.x, b.y, b.x + b.width, b.y + b.height]),
      ...page.network.nodes.filter((n) => !(folded && elsewhere(n.id))).map((n) => {
        const { x, y } = placed(n);
        return [x - n.size[0] / 2, y - n.size[1] / 2, x + n.size[0] / 2, y + n.size[1] / 2];
      }),
    ];
    if (!corners.length) return null;
    const [left, top] = [0, 1].map((i) => corners.reduce((least, c) => Math.min(least, c[i]), Infinity));
    const [right, bottom] = [2, 3].map((i) => corners.reduce((most, c) => Math.max(most, c[i]), -Infinity));
    return { left, top, right, bottom };
  };
  const fit = (whole) => {
    const edge = extent();
    if (!edge) return;
    const { left, top, right, bottom } = edge;
    const box = $("graph").getBoundingClientRect();
    const over = getComputedStyle($("legend")).position === "absolute"; // else it stands above, as on a phone
    const head = over ? $("legend").offsetHeight + 26 : 14;
    const foot = over ? 64 : 14;
    const across = (box.width - 40) / (right - left);
    const scale = Math.max(Math.min(across, (box.height - head - foot) / (bottom - top), 1.25), whole ? 0 : Math.min(readable, 1.2));
    const at = { x: (left + right) / 2, y: (top + bottom) / 2 - (head - foot) / 2 / scale };
    const first = page.things[page.middle] ? network.getPosition(page.middle) : null;
    if (scale > across) at.x = first ? first.x : left - 20 / scale + box.width / 2 / scale;
    if (bands().length || scale * (bottom - top) > box.height - head - foot) {
      at.y = first ? first.y : top - head / scale + box.height / 2 / scale;
    }
    network.moveTo({ position: at, scale });
  };
  // The wheel moves the map as it moves a page; with Ctrl (or two fingers) it zooms.
  $("graph").addEventListener("wheel", (event) => {
    event.preventDefault();
    untouched = false;
    if (event.ctrlKey || event.metaKey) return zoom(Math.exp(-event.deltaY / 400));
    const [x, y] = event.shiftKey && !event.deltaX ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    const at = network.getViewPosition();
    network.moveTo({ position: { x: at.x + x / network.getScale(), y: at.y + y / network.getScale() } });
  }, { passive: false });
  network.on("dragStart", () => { untouched = false; });
  $("bigger").addEventListener("click", () => zoom(1.25));
  $("smaller").addEventListener("click", () => zoom(0.8));
  $("fit").addEventListener("click", () => fit(true));
  $("fold").addEventListener("click", () => { fold(!folded); untouched = true; fit(false); });
  $("print").addEventListener("click", () => window.print());
  const resize = (whole) => { network.setSize("100%", "100%"); network.redraw(); if (untouched || whole) fit(whole); network.redraw(); };
  // On paper the whole map stands on the first page, drawn large so that it stays sharp.
  window.addEventListener("beforeprint", () => {
    printing = true;
    theme();
    const edge = extent();
    if (!edge) return;
    const ratio = Math.min(1.28, Math.max(0.4, (edge.bottom - edge.top + 110) / (edge.right - edge.left + 40)));
    $("stage").style.setProperty("--paper", 186 * ratio + "mm");
    Object.assign($("graph").style, { right: "auto", bottom: "auto", width: "1800px", height: 1800 * ratio + "px" });
    resize(true);
  });
  window.addEventListener("afterprint", () => {
    Object.assign($("graph").style, { right: "", bottom: "", width: "", height: "" });
    printing = false;
    theme();
    untouched = true;
    resize(false);
  });
  new ResizeObserver(() => resize(window.matchMedia("print").matches)).observe($("graph"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== $("search")) {
      event.preventDefault();
      $("search").select();
    } else if (event.key === "Escape") {
      $("search").value = "";
      showHits(false);
      $("search").blur();
      overview();
    }
  });

  $("fold").hidden = page.fold === null;
  if (page.fold) fold(true);
  $("empty").hidden = page.network.nodes.length > 0;
  window.kgPage = { network, page, choose, overview };
  document.fonts.ready.then(() => resize(false));
  resize(false);
  overview();
  theme();
})();

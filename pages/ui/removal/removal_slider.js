// The slider of removed directions. Everything a position says was computed on the server for all positions, so a
// drag is answered here: tiles, sentence, and a cursor laid over the figure. On release the server is told, and adds
// what is too dear for all positions (bootstrap intervals, the projection).
export default function (component) {
  const { data, parentElement: root, setStateValue } = component;
  const state = (root.isoscope ??= { pending: null, timer: null });
  state.data = data;
  state.send = (k) => setStateValue("k", k);
  const input = slide(root), exact = root.querySelector(".exact");
  if (!state.ready) {
    state.ready = true;
    const moved = (wait) => () => { state.pending = Number(input.value); show(root, state); schedule(state, wait); };
    input.addEventListener("input", moved(400));
    input.addEventListener("change", moved(120));
    exact.addEventListener("change", () => { input.value = exact.value; moved(120)(); });
  }
  state.follow ??= setInterval(() => drawCursor(root, state), 300); // the figure may be redrawn, zoomed or resized
  input.max = exact.max = data.max;
  root.querySelector(".most").textContent = data.max;
  root.querySelector("label").textContent = data.label;
  if (state.pending === null || state.pending === data.value) {
    state.pending = null;
    input.value = data.value;
  }
  show(root, state);
  return () => { clearInterval(state.follow); state.follow = null; }; // runs at unmount and before each new data
}

function schedule(state, wait) {
  clearTimeout(state.timer);
  state.timer = setTimeout(() => state.send(state.pending), wait);
}

function show(root, state) {
  const { data } = state;
  const k = Math.min(Number(slide(root).value), data.max);
  const exact = data.exact && data.exact.k === k ? data.exact : {};
  root.querySelector(".exact").value = k;
  slide(root).setAttribute("aria-valuetext", `${k} directions removed`);
  root.querySelector(".sentence").textContent = exact.sentence ?? data.texts.sentence[k];
  const tiles = root.querySelector(".tiles");
  while (tiles.children.length < data.tiles.length) {
    const tile = document.createElement("div");
    tile.className = "tile";
    tile.append(...["name", "value", "note"].map((part) => Object.assign(document.createElement("div"), { className: part })));
    tiles.append(tile);
  }
  while (tiles.children.length > data.tiles.length) tiles.lastChild.remove();
  data.tiles.forEach((tile, i) => {
    const [name, value, note] = tiles.children[i].children;
    name.textContent = tile.name;
    const help = document.createElement("span");
    Object.assign(help, { className: "help", textContent: "?", tabIndex: 0 });
    help.dataset.help = tile.help;
    help.setAttribute("aria-label", tile.help);
    name.append(" ", help);
    value.textContent = data.texts[tile.key][k];
    note.textContent = exact[tile.key] ?? (tile.note ? data.texts[tile.note][k] : tile.waiting ?? "");
  });
  drawCursor(root, state);
}

function slide(root) { return root.querySelector(".slide"); }
function drawCursor(root, state) {
  const { data } = state;
  const gd = figureOf(data.target);
  const layout = gd?._fullLayout;
  if (!layout?.xaxis?.l2p) return;
  const k = Math.min(Number(slide(root).value), data.max);
  const colour = textColour(root);
  const marks = data.cursors.map(({ y, values }) => {
    const xa = layout.xaxis, ya = layout[y];
    if (!ya || values[k] === null) return "";
    const px = xa._offset + xa.c2p(k), py = ya._offset + ya.c2p(values[k]);
    if (px < xa._offset - 1 || px > xa._offset + xa._length + 1) return "";
    const inside = py >= ya._offset && py <= ya._offset + ya._length;
    return `<line x1="${px}" x2="${px}" y1="${ya._offset}" y2="${ya._offset + ya._length}" stroke="${colour}" stroke-width="1.2" stroke-dasharray="4 3"/>`
      + (inside ? `<circle cx="${px}" cy="${py}" r="5.5" fill="${data.colour}" stroke="${colour}" stroke-width="1.5"/>` : "");
  }).join("");
  const svg = overlayOf(gd);
  if (svg.innerHTML !== marks) { svg.innerHTML = marks; svg.dataset.k = k; }
}

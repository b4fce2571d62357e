// Two sliders that remove directions a .. b. While they move, the server is asked for point values at most every 20 ms;
// at rest also for intervals. A cross over the heat map follows at once.
export default function (component) {
  const { data, parentElement: root, setStateValue } = component;
  const state = (root.isoscope ??= { busy: false });
  state.data = data;
  state.set = setStateValue;
  const [from, to] = root.querySelectorAll("input");
  if (!state.ready) {
    state.ready = true;
    for (const input of [from, to]) {
      input.addEventListener("input", () => {
        if (Number(from.value) > Number(to.value)) (input === from ? to : from).value = input.value;
        state.pending = [Number(from.value), Number(to.value)];
        show(root, state);
        const send = (atRest) => state.set("window", [Number(from.value), Number(to.value), atRest]);
        state.soon ??= setTimeout(() => { state.soon = null; send(false); }, 20);
        clearTimeout(state.later);
        state.later = setTimeout(() => send(true), 350);
      });
    }
  }
  state.follow ??= setInterval(() => drawCross(root, state), 300);
  for (const input of [from, to]) input.max = data.max;
  const settled = !state.pending || (state.pending[0] === data.window[0] && state.pending[1] === data.window[1]);
  if (settled) {
    state.pending = null;
    [from.value, to.value] = data.window;
    root.querySelector(".sentence").textContent = data.sentence;
  }
  show(root, state);
  return () => { clearInterval(state.follow); state.follow = null; };
}

function show(root, state) {
  const [from, to] = [...root.querySelectorAll("input")].map((input) => Number(input.value));
  const count = to - from;
  root.querySelector(".top").textContent = count ? `Removed: directions ${from + 1} to ${to} (${count})` : "Nothing removed";
  drawCross(root, state);
}

function drawCross(root, { data }) {
  const gd = figureOf(data.target);
  const layout = gd?._fullLayout;
  if (!layout?.xaxis?.c2p) return;
  const [from, to] = [...root.querySelectorAll("input")].map((input) => place(data.edges, Number(input.value)));
  const xa = layout.xaxis, ya = layout.yaxis;
  const x = xa._offset + xa.c2p(to), y = ya._offset + ya.c2p(from);
  const colour = textColour(root);
  const cross = `<circle cx="${x}" cy="${y}" r="7" fill="none" stroke="${colour}" stroke-width="2.5"/>`;
  const svg = overlayOf(gd);
  if (svg.innerHTML !== cross) svg.innerHTML = cross;
}

function place(edges, value) { // where a number of directions lies on an axis whose cells are between `edges`
  let i = edges.findIndex((edge) => edge >= value);
  if (i <= 0) return 0;
  return i - 1 + (value - edges[i - 1]) / (edges[i] - edges[i - 1]);
}

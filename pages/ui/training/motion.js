// Scrubs a cloud of points over training steps. Every step's places came with the data, so the hand is answered here:
// the points glide to where the step has them, in a figure whose axes stay.
const PAUSE = 500, GLIDE = 400, SCRUB = 120; // milliseconds
export default function (component) {
  const { data, parentElement: root } = component;
  const state = (root.isoscope ??= { at: 0, timer: null });
  if (state.of !== data.of) Object.assign(state, { of: data.of, frames: data.places.map((one) => placesOf(one, data)) });
  state.data = data;
  state.at = Math.min(state.at, data.steps.length - 1);
  const slide = root.querySelector(".slide"), play = root.querySelector(".play");
  if (!state.ready) {
    state.ready = true;
    slide.addEventListener("input", () => { stop(root, state); go(root, state, Number(slide.value), SCRUB); });
    play.addEventListener("click", () => (state.timer ? stop : start)(root, state));
  }
  state.follow ??= setInterval(() => draw(state, 0), 300); // the figure may come later than this, or be made anew
  slide.max = data.steps.length - 1;
  go(root, state, state.at, 0);
  return () => { clearInterval(state.follow); state.follow = null; if (!root.isConnected) stop(root, state); };
}

function start(root, state) {
  const last = () => state.data.steps.length - 1;
  if (state.at === last()) go(root, state, 0, 0);
  state.timer = setInterval(() => {
    if (!root.isConnected || state.at >= last()) stop(root, state);
    else go(root, state, state.at + 1, GLIDE);
  }, PAUSE);
  root.querySelector(".play").textContent = "Pause";
}

function stop(root, state) {
  clearInterval(state.timer);
  state.timer = null;
  root.querySelector(".play").textContent = "Play";
}

function go(root, state, at, glide) {
  state.at = at;
  const { steps, share } = state.data, slide = root.querySelector(".slide");
  const words = `Step ${steps[at].toLocaleString("en")}: the plane shows ${share[at]} of the variance`;
  slide.value = at;
  slide.setAttribute("aria-valuetext", words);
  root.querySelector(".now").textContent = words;
  draw(state, glide);
}

function draw(state, glide) {
  const { of, target } = state.data, gd = document.querySelector(`.st-key-${target} .js-plotly-plot`);
  if (!gd?._fullLayout || !window.Plotly || gd.layout?.meta?.of !== of || gd.isoscopeAt === state.at) return;
  gd.isoscopeAt = state.at;
  const duration = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : glide;
  const how = { mode: "immediate", transition: { duration, easing: "linear" }, frame: { duration, redraw: false } };
  window.Plotly.animate(gd, { data: [state.frames[state.at]], traces: [0] }, how).catch(() => {}); // the next step came first
}

// 16-bit numbers, x and y of each point in turn, from the lowest to the highest coordinate of any step.
function placesOf(text, { low, high }) {
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0)), view = new DataView(bytes.buffer);
  const of = (axis) => Array.from({ length: bytes.length / 4 }, (_, i) =>
    low[axis] + ((high[axis] - low[axis]) * view.getUint16(4 * i + 2 * axis, true)) / 65535);
  return { x: of(0), y: of(1) };
}

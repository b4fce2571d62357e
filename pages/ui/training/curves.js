// Keeps a plotly figure of this page up to date in place: a redraw by the server would make it anew, and forget what
// the reader has zoomed into. `data`: key of the figure, which figure it must be, and for each trace what changes.
export default function (component) {
  const { data, parentElement: root } = component;
  const state = (root.isoscope ??= {});
  state.data = data;
  bring(state);
  state.follow ??= setInterval(() => bring(state), 300); // the figure may come later than this, or be made anew
  return () => { clearInterval(state.follow); state.follow = null; };
}

function bring({ data }) {
  const gd = document.querySelector(`.st-key-${data.target} .js-plotly-plot`);
  if (!gd?._fullLayout || !window.Plotly || gd.layout?.meta?.of !== data.of || gd.isoscopeStamp === data.stamp) return;
  gd.isoscopeStamp = data.stamp;
  const columns = {};
  for (const name of ["x", "y", "text", "visible"]) columns[name] = data.traces.map((trace) => trace[name]);
  window.Plotly.restyle(gd, columns, data.traces.map((_, i) => i));
}

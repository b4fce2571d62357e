// An SVG laid over a plotly figure, for marks that follow the hand without a redraw. It does not catch the mouse.
function overlayOf(gd) {
  let svg = gd.querySelector(":scope > svg.isoscope-cursor");
  if (!svg) {
    svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "isoscope-cursor");
    svg.setAttribute("aria-hidden", "true");
    svg.style.cssText = "position:absolute;inset:0;width:100%;height:100%;pointer-events:none;z-index:5";
    gd.style.position = "relative";
    gd.append(svg);
  }
  return svg;
}
function figureOf(target) { return document.querySelector(`.st-key-${target} .js-plotly-plot`); }
function textColour(root) { return getComputedStyle(root.host ?? root).getPropertyValue("--st-text-color") || "currentColor"; }


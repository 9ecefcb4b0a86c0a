// Draws a numbered ring around each box, above everything, a modal dialog too. Styles are set one by one, because the
// page's policy forbids style attributes.
(boxes, dark) => {
  const layer = document.createElement("div");
  layer.id = "marks";
  layer.popover = "manual";
  layer.ariaHidden = "true";
  const styled = (parent, style, text) => {
    const element = parent.appendChild(document.createElement("span"));
    Object.assign(element.style, { position: "absolute", boxSizing: "border-box", ...style });
    if (text) element.textContent = text;
  };
  Object.assign(layer.style, {
    position: "fixed", inset: "0", width: "100vw", height: "100vh", maxWidth: "none", maxHeight: "none",
    margin: "0", padding: "0", border: "0", background: "transparent", overflow: "hidden", pointerEvents: "none",
  });
  const colour = dark ? "#ff8fb8" : "#c4004f", paper = dark ? "#16000a" : "#ffffff";
  boxes.forEach(({ x, y, width, height }, index) => {
    // What is large has no padding of its own; the number stays off the first letter.
    const gap = height > 80 ? 7 : 5;
    const left = Math.max(2, Math.round(x) - gap), top = Math.max(2, Math.round(y) - gap);
    styled(layer, {
      left: `${left}px`, top: `${top}px`,
      width: `${Math.min(Math.round(width) + 2 * gap, innerWidth - left - 2)}px`, height: `${Math.round(height) + 2 * gap}px`,
      border: `3px solid ${colour}`, borderRadius: "8px", boxShadow: `0 0 0 2px ${paper}, inset 0 0 0 2px ${paper}`,
    });
    styled(layer, {
      left: `${Math.max(2, left - 17)}px`, top: `${Math.max(2, top - 17)}px`, width: "28px", height: "28px",
      borderRadius: "14px", background: colour, color: paper, border: `2px solid ${paper}`,
      font: "700 15px/24px Inter Variable, Inter, sans-serif", textAlign: "center",
    }, String(index + 1));
  });
  document.body.append(layer);
  layer.showPopover();
}

// Counts differing pixels, and draws the second picture faded with those in red.
async (before, after) => {
  const read = async (base64) => createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
  const [old, fresh] = await Promise.all([read(before), read(after)]);
  const width = Math.max(old.width, fresh.width), height = Math.max(old.height, fresh.height);
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const pixels = (picture) => {
    context.clearRect(0, 0, width, height);
    context.drawImage(picture, 0, 0);
    return context.getImageData(0, 0, width, height).data;
  };
  const a = pixels(old), b = pixels(fresh);
  const drawn = context.createImageData(width, height);
  let changed = 0;
  for (let at = 0; at < b.length; at += 4) {
    const same = [0, 1, 2, 3].every((part) => a[at + part] === b[at + part]);
    const pale = 255 - Math.round((255 - (b[at] + b[at + 1] + b[at + 2]) / 3) / 4);
    if (!same) changed++;
    drawn.data.set(same ? [pale, pale, pale, 255] : [220, 0, 40, 255], at);
  }
  context.putImageData(drawn, 0, 0);
  const sizes = [old, fresh].map((picture) => [picture.width, picture.height]);
  return { changed, sizes, png: canvas.toDataURL("image/png").split(",")[1] };
}

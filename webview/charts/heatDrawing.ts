import { colourScale } from './colourScale';
import { type Cell, type HeatPicture, tellingValue } from './heatPicture';
import { faded, theme } from './theme';
import { tickText } from './tickText';
import { roundTicks } from './valueScale';

/** Where the parts of a heat map lie in its canvas, in pixels. */
export interface HeatGeometry {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly rowHeight: number;
  readonly edges: Float64Array;
}

const textSize = 11;
const gap = 8;
/** Rows lower than this have no room for a label each. */
const labelHeight = 13;
const hatchDistance = 5;

/** Width that the labels of the rows need, up to a share of the whole. */
export function labelWidth(ctx: CanvasRenderingContext2D, { rows }: HeatPicture, width: number): number {
  ctx.font = `${textSize}px ${theme().font}`;
  const widest = rows.reduce((most, { label }) => Math.max(most, ctx.measureText(label).width), 0);
  return Math.ceil(Math.min(widest + gap, width * 0.34, 220));
}

/** The cells with the labels of rows and columns. */
export function drawCells(ctx: CanvasRenderingContext2D, picture: HeatPicture, geometry: HeatGeometry): void {
  const { rows } = picture;
  ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  const colourOf = colourScale(picture.values);
  rows.forEach((_, row) => drawRow(ctx, picture, geometry, row, colourOf));
  drawRowLabels(ctx, picture, geometry);
  drawColumnLabels(ctx, picture, geometry);
}

/** The outlines of the chosen cell and of the one under the cursor. */
export function drawMarks(ctx: CanvasRenderingContext2D, picture: HeatPicture, geometry: HeatGeometry, focus: Cell | null): void {
  ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  if (picture.chosen) outline(ctx, geometry, picture.chosen, theme().colours.foreground, 2);
  if (focus) outline(ctx, geometry, focus, theme().colours.focus, 2);
}

function drawRow(ctx: CanvasRenderingContext2D, picture: HeatPicture, { left, top, width, rowHeight, edges }: HeatGeometry, row: number, colourOf: ReturnType<typeof colourScale>): void {
  const line = picture.rows[row];
  const y = Math.round(top + row * rowHeight);
  const height = Math.max(1, Math.round(top + (row + 1) * rowHeight) - y - (rowHeight >= 6 ? 1 : 0));
  for (let from = 0; from < picture.columns.length;) {
    const x = Math.floor(left + edges[from] * width);
    let to = from + 1;
    while (to < picture.columns.length && Math.floor(left + edges[to] * width) <= x) to++;
    const colour = colourOf(tellingValue(line, from, to, picture.telling));
    if (colour !== null) {
      ctx.fillStyle = colour;
      ctx.fillRect(x, y, Math.max(1, Math.floor(left + edges[to] * width) - x), height);
    }
    from = to;
  }
  if (line.doubt !== undefined) hatch(ctx, left, y, width, height);
}

/** Diagonal lines, in the colour of the background and of the text in turn, so that they show on any value. */
function hatch(ctx: CanvasRenderingContext2D, left: number, top: number, width: number, height: number): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  for (const [offset, colour] of [[0, theme().colours.background], [1.2, theme().colours.foreground]] as const) {
    ctx.strokeStyle = faded(colour, 0.75);
    ctx.lineWidth = 1;
    ctx.beginPath();
    for (let x = left - height; x < left + width; x += hatchDistance) {
      ctx.moveTo(x + offset, top + height);
      ctx.lineTo(x + height + offset, top);
    }
    ctx.stroke();
  }
  ctx.restore();
}

function drawRowLabels(ctx: CanvasRenderingContext2D, { rows }: HeatPicture, { left, top, rowHeight }: HeatGeometry): void {
  const every = Math.max(1, Math.ceil(labelHeight / rowHeight));
  ctx.font = `${textSize}px ${theme().font}`;
  ctx.fillStyle = theme().colours.muted;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  rows.forEach(({ label }, row) => {
    if (row % every === 0) ctx.fillText(shortened(ctx, label, left - gap), left - gap + 2, top + (row + 0.5) * rowHeight);
  });
}

/** A label that is too wide loses its middle: names of layers differ at their ends. */
function shortened(ctx: CanvasRenderingContext2D, label: string, width: number): string {
  if (ctx.measureText(label).width <= width) return label;
  for (let kept = label.length - 1; kept > 2; kept--) {
    const text = `${label.slice(0, Math.floor(kept / 3))}…${label.slice(label.length - Math.ceil(kept * 2 / 3))}`;
    if (ctx.measureText(text).width <= width) return text;
  }
  return '…';
}

function drawColumnLabels(ctx: CanvasRenderingContext2D, { columns, rows, columnTitle, columnLabel }: HeatPicture, { left, top, width, rowHeight, edges }: HeatGeometry): void {
  if (columns.length === 0) return;
  const [first, last] = [columns[0], columns[columns.length - 1]];
  const y = top + rows.length * rowHeight + 12;
  const count = Math.max(2, Math.floor(width / 75));
  const ticks = columnLabel ? someOf(columns, count) : roundTicks(first, last, count).filter((value) => value >= first && value <= last);
  const distance = ticks.length > 1 ? ticks[1] - ticks[0] : Math.abs(first) || 1;
  const start = left + (edges[0] + edges[1]) / 2 * width;
  const end = left + (edges[columns.length - 1] + edges[columns.length]) / 2 * width;
  ctx.fillStyle = theme().colours.muted;
  const textOf = (value: number) => columnLabel?.(value) ?? tickText(value, distance);
  ticks.forEach((value, i) => {
    const x = last > first ? start + (value - first) / (last - first) * (end - start) : (start + end) / 2;
    const text = i === ticks.length - 1 ? `${columnTitle} ${textOf(value)}` : textOf(value);
    const half = ctx.measureText(text).width / 2;
    ctx.textAlign = 'center';
    ctx.fillText(text, Math.min(left + width - half, Math.max(left + half, x)), y);
  });
}

function outline(ctx: CanvasRenderingContext2D, { left, top, width, rowHeight, edges }: HeatGeometry, { row, column }: Cell, colour: string, weight: number): void {
  const x = left + edges[column] * width;
  const wide = Math.max(4, (edges[column + 1] - edges[column]) * width);
  ctx.lineWidth = weight + 2;
  ctx.strokeStyle = theme().colours.background;
  ctx.strokeRect(x, top + row * rowHeight, wide, rowHeight - 1);
  ctx.lineWidth = weight;
  ctx.strokeStyle = colour;
  ctx.strokeRect(x, top + row * rowHeight, wide, rowHeight - 1);
}

/** Evenly chosen columns, the first among them: those that have names have none between them. */
function someOf(columns: ArrayLike<number>, most: number): readonly number[] {
  const every = Math.ceil(columns.length / most);
  return Array.from(columns).filter((_, i) => i % every === 0);
}

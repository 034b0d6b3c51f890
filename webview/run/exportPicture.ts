import { faded, theme } from '../charts/theme';
import type { ChartView } from '../charts/chartView';
import type { RunView } from './runView';

const margin = 24;
const titleSize = 18;
const textSize = 13;
const captionHeight = 26;

/** The verdict and the charts, one below the other, as a PNG at the resolution of the screen. */
export async function exportPicture(view: RunView, charts: readonly { readonly title: string; readonly chart: ChartView }[]): Promise<Uint8Array> {
  const shown = charts.filter(({ chart }) => chart.canvas.width > 0 && chart.plot.offsetParent !== null);
  const scale = window.devicePixelRatio;
  const width = Math.max(...shown.map(({ chart }) => chart.canvas.width / scale), 480) + 2 * margin;
  const canvas = document.createElement('canvas');
  const context = context2d(canvas);
  context.font = `${textSize}px ${theme().font}`;
  const sentence = wrapped(context, view.detail.summary.verdict.sentence, width - 2 * margin);
  const head = margin + titleSize + sentence.length * textSize * 1.5 + 20;
  const height = shown.reduce((sum, { chart }) => sum + captionHeight + chart.canvas.height / scale + 12, head) + margin;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  context.scale(scale, scale);
  context.fillStyle = theme().colours.background;
  context.fillRect(0, 0, width, height);
  context.fillStyle = theme().colours.foreground;
  context.font = `600 ${titleSize}px ${theme().font}`;
  context.fillText(view.detail.summary.name, margin, margin + titleSize * 0.8, width - 2 * margin);
  context.font = `${textSize}px ${theme().font}`;
  sentence.forEach((line, i) => context.fillText(line, margin, margin + titleSize + (i + 1) * textSize * 1.5));
  let top = head;
  for (const { title, chart } of shown) {
    caption(context, title, chart, top + textSize);
    context.drawImage(chart.canvas, margin, top + captionHeight, chart.canvas.width / scale, chart.canvas.height / scale);
    top += captionHeight + chart.canvas.height / scale + 12;
  }
  return pngOf(canvas);
}

/** The title of a chart and, after it, its lines and bands by colour. */
function caption(context: CanvasRenderingContext2D, title: string, { picture }: ChartView, y: number): void {
  const { colours, font } = theme();
  context.textAlign = 'left';
  context.fillStyle = colours.foreground;
  context.font = `600 ${textSize}px ${font}`;
  context.fillText(title, margin, y);
  let x = margin + context.measureText(title).width + 20;
  context.font = `${textSize}px ${font}`;
  for (const one of [...picture.lines, ...picture.bands].filter(({ label, points }) => label !== '' && points.length > 0)) {
    const { colour, label } = one;
    const band = picture.bands.some((other) => other === one);
    context.fillStyle = band ? faded(colours[colour], 0.3) : colours[colour];
    context.fillRect(x, band ? y - 8 : y - 5, 16, band ? 8 : 2);
    context.fillStyle = colours.muted;
    context.fillText(label, x + 21, y);
    x += 21 + context.measureText(label).width + 16;
  }
}

function wrapped(context: CanvasRenderingContext2D, text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const extended = lines.length === 0 ? word : `${lines[lines.length - 1]} ${word}`;
    if (lines.length > 0 && context.measureText(extended).width <= width) lines[lines.length - 1] = extended;
    else lines.push(word);
  }
  return lines;
}

function context2d(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gives no drawing context.');
  return context;
}

async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The browser could not make a picture of these charts.');
  return new Uint8Array(await blob.arrayBuffer());
}

import type { ChartOptions, Plugin, Scale } from 'chart.js';
import { axisWidth, gridColour, plottedLimits, rightMargin, sharedOptions, sharedScale, valueTicks } from './chartOptions';
import { theme } from './theme';
import type { XyPicture, XyRule } from './xyPicture';

const textSize = 11;
/** Room above the plot for the name of the vertical axis. */
const head = 22;

/** Options of a chart of one quantity against another, which reads theme and picture each time it is drawn. */
export function xyOptions(picture: () => XyPicture): ChartOptions<'line'> {
  const shared = sharedScale();
  return {
    ...sharedOptions,
    layout: { padding: { top: head, right: rightMargin } },
    scales: {
      x: {
        ...shared, type: 'linear', grid: { color: gridColour, drawTicks: false },
        title: { display: true, text: () => picture().x.title, color: () => theme().colours.muted, font: () => ({ size: textSize, family: theme().font }), padding: 0 } as never,
        afterBuildTicks: (scale: Scale) => { scale.ticks = valueTicks(picture().x, scale.width / 64); },
      },
      y: {
        ...shared, type: 'linear', grid: { color: gridColour, drawTicks: false },
        afterBuildTicks: (scale: Scale) => { scale.ticks = valueTicks(picture().y, scale.height / 34); },
        afterFit: (scale: Scale) => { scale.width = axisWidth; },
      },
    },
  };
}

/** Sets what the axes span, which a chart reads only when it is updated. */
export function setXyAxes(options: ChartOptions<'line'>, { x, y }: XyPicture): void {
  const scales = options.scales as { x: object & { title: object }; y: object };
  Object.assign(scales.x, plottedLimits(x));
  Object.assign(scales.x.title, { text: x.title });
  Object.assign(scales.y, plottedLimits(y));
}

/** Draws the name of the vertical axis and the rules with their words. */
export function xyAnnotations(picture: () => XyPicture): Plugin<'line'> {
  return {
    id: 'xyAnnotations',
    afterDatasetsDraw: ({ ctx, chartArea, scales }) => {
      const { x, y, vertical, horizontal, words } = picture();
      ctx.save();
      ctx.font = `${textSize}px ${theme().font}`;
      ctx.textBaseline = 'middle';
      ctx.fillStyle = theme().colours.muted;
      ctx.textAlign = 'left';
      ctx.fillText(y.title, 2, 8, chartArea.right);
      const places = vertical.map((rule) => ({ rule, at: Math.round(scales.x.getPixelForValue(x.scale.toPlot(rule.value))) + 0.5 }));
      drawVerticals(ctx, places.filter(({ at }) => at >= chartArea.left && at <= chartArea.right), chartArea, words);
      for (const rule of horizontal) {
        const at = Math.round(scales.y.getPixelForValue(y.scale.toPlot(rule.value))) + 0.5;
        if (at >= chartArea.top && at <= chartArea.bottom) drawHorizontal(ctx, rule, at, chartArea);
      }
      ctx.restore();
    },
  };
}

interface Area { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }

/** Words that would touch those of the mark before stand a line further into the plot. */
function drawVerticals(ctx: CanvasRenderingContext2D, places: readonly { readonly rule: XyRule; readonly at: number }[], { top, bottom, right }: Area, words: XyPicture['words'] = 'top'): void {
  const heightOf = (line: number) => (words === 'top' ? top + 8 + line * (textSize + 3) : bottom - 8 - line * (textSize + 3));
  let [end, line] = [-Infinity, 0];
  for (const { rule, at } of [...places].sort((a, b) => a.at - b.at)) {
    stroke(ctx, rule, at, top, at, bottom);
    const width = ctx.measureText(rule.label).width;
    const fits = at + 6 + width < right;
    const start = fits ? at + 5 : at - 5 - width;
    line = start < end + 4 ? line + 1 : 0;
    end = start + width;
    ctx.textAlign = 'left';
    write(ctx, rule.label, start, heightOf(line));
  }
}

function drawHorizontal(ctx: CanvasRenderingContext2D, rule: XyRule, y: number, { left, right, top }: Area): void {
  stroke(ctx, rule, left, y, right, y);
  ctx.textAlign = 'right';
  write(ctx, rule.label, right - 3, y - top < 14 ? y + 9 : y - 8);
}

/** A word that may stand on a line of the chart: a rim in the colour of the ground keeps it apart. */
function write(ctx: CanvasRenderingContext2D, word: string, x: number, y: number): void {
  ctx.setLineDash([]);
  ctx.lineJoin = 'round';
  ctx.lineWidth = rim;
  ctx.strokeStyle = theme().colours.background;
  ctx.strokeText(word, x, y);
  ctx.lineWidth = 1;
  ctx.fillText(word, x, y);
}

const rim = 4;

function stroke(ctx: CanvasRenderingContext2D, { colour, dash }: XyRule, x0: number, y0: number, x1: number, y1: number): void {
  ctx.strokeStyle = ctx.fillStyle = theme().colours[colour];
  ctx.setLineDash([...dash]);
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

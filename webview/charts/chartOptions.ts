import type { ChartDataset, ChartOptions, Plugin, Scale, Tick } from 'chart.js';
import { dashOf } from './dashes';
import type { Band, Line, Picture, Point, ValueAxis } from './picture';
import type { StepAxis } from './stepAxis';
import { faded, theme } from './theme';
import { tickText } from './tickText';
import { roundDistance } from './valueScale';

/** Width of the room for values left of every chart, so that the steps of charts above each other align. */
export const axisWidth = 52;
export const rightMargin = 10;
const tickSize = 11;

/** Options of a chart that reads theme, picture and axis each time it is drawn. */
export function chartOptions(picture: () => Picture, steps: StepAxis): ChartOptions<'line'> {
  const shared = sharedScale();
  return {
    ...sharedOptions,
    layout: { padding: { top: 8, right: rightMargin } },
    scales: {
      x: {
        ...shared, type: 'linear',
        grid: { display: false },
        afterBuildTicks: (scale: Scale) => { scale.ticks = stepTicks(scale, steps); },
        ticks: { ...shared.ticks, align: 'inner' },
      },
      y: {
        ...shared, type: 'linear',
        grid: { color: gridColour, drawTicks: false },
        afterBuildTicks: (scale: Scale) => { scale.ticks = valueTicks(picture().axis, scale.height / 38); },
        afterFit: (scale: Scale) => { scale.width = axisWidth; },
      },
    },
  };
}

/** Everything is drawn at once and as it is given, without animation; pointer and keys are the charts' own. */
export const sharedOptions = {
  animation: false, parsing: false, normalized: true, responsive: true, maintainAspectRatio: false, events: [],
  elements: { point: { radius: 0 }, line: { borderJoinStyle: 'round' } },
} satisfies ChartOptions<'line'>;

/** What all axes have in common: the labels that their ticks bring, in the theme's font and colour. */
export function sharedScale() {
  return {
    border: { display: false },
    ticks: {
      color: () => theme().colours.muted, font: () => ({ size: tickSize, family: theme().font }), maxRotation: 0, autoSkip: false, padding: 6,
      callback: (_: number | string, i: number, ticks: Tick[]) => ticks[i].label,
    },
  };
}

/** Sets what the axes span and show, which a chart reads only when it is updated. */
export function setAxes(options: ChartOptions<'line'>, picture: Picture, { view }: StepAxis): void {
  const { x, y } = options.scales as { x: { ticks: object }; y: object };
  Object.assign(x, { min: view.from, max: view.to });
  Object.assign(x.ticks, { display: picture.stepsShown });
  Object.assign(y, plottedLimits(picture.axis));
}

export function gridColour(): string {
  return faded(theme().colours.grid, theme().highContrast ? 0.5 : 0.25);
}

/**
 * What is drawn, uppermost first, as the chart wants it: later lines of a picture lie over earlier ones and over bands.
 * Colours are those of the theme now, as plain texts: of a function the chart would make options for every point.
 */
export function datasets(picture: Pick<Picture, 'lines' | 'bands' | 'axis'>): ChartDataset<'line', Point[]>[] {
  const { toPlot } = picture.axis.scale;
  return [...[...picture.lines].reverse().map((line) => lineDataset(line, toPlot)), ...picture.bands.flatMap((band) => bandDatasets(band, toPlot))];
}

/** Draws rules and marks: thin lines across the plot, each mark with its word. */
export function annotations(picture: () => Picture): Plugin<'line'> {
  return {
    id: 'annotations',
    afterDatasetsDraw: ({ ctx, chartArea, scales }) => {
      const { axis, rules, marks } = picture();
      const { colours, font } = theme();
      const at = (colour: string, dash: readonly number[], from: Point, to: Point) => {
        ctx.strokeStyle = colour;
        ctx.setLineDash([...dash]);
        ctx.beginPath();
        ctx.moveTo(from.x, from.y);
        ctx.lineTo(to.x, to.y);
        ctx.stroke();
      };
      ctx.save();
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.rect(chartArea.left, chartArea.top - 8, chartArea.width, chartArea.height + 8);
      ctx.clip();
      for (const { value, colour, dash } of rules) {
        const y = Math.round(scales.y.getPixelForValue(axis.scale.toPlot(value))) + 0.5;
        at(colours[colour], dash, { x: chartArea.left, y }, { x: chartArea.right, y });
      }
      for (const { step, colour, label } of marks) {
        const x = Math.round(scales.x.getPixelForValue(step)) + 0.5;
        at(colours[colour], [2, 3], { x, y: chartArea.top }, { x, y: chartArea.bottom });
        ctx.font = `${tickSize}px ${font}`;
        ctx.fillStyle = colours[colour];
        const fits = x + 6 + ctx.measureText(label).width < chartArea.right;
        ctx.textAlign = fits ? 'left' : 'right';
        ctx.fillText(label, x + (fits ? 5 : -5), chartArea.top + 6);
      }
      ctx.restore();
    },
  };
}

/** Round values of the axis' unit; the last one names it. */
function stepTicks(scale: Scale, { view, unit }: StepAxis): { value: number; label: string }[] {
  const count = Math.max(2, Math.floor(scale.width / 75));
  const low = view.from * unit.perStep;
  const high = view.to * unit.perStep;
  const distance = roundDistance(high - low, count);
  const first = Math.ceil(low / distance - 1e-9);
  const number = Math.floor(high / distance + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, number) }, (_, i) => (first + i) * distance)
    .map((value, i, all) => ({ value: value / unit.perStep, label: i === all.length - 1 ? `${tickText(value, distance)} ${unit.title}` : tickText(value, distance) }));
}

/** Round values of an axis, about `room` of them, where they are plotted. */
export function valueTicks(axis: ValueAxis, room: number): { value: number; label: string }[] {
  const wanted = Math.max(2, Math.floor(room));
  const few = axis.scale.ticks(axis.low, axis.high, wanted);
  const values = few.length > 1 ? few : axis.scale.ticks(axis.low, axis.high, wanted * 2);
  const apart = (value: number, i: number) => Math.abs(value - (values[i - 1] ?? values[i + 1] ?? 0));
  const distance = (value: number, i: number) => axis.scale.byFactor && apart(value, i) >= Math.abs(value) / 2 ? Math.abs(value) : apart(value, i);
  return values.map((value, i) => ({ value: axis.scale.toPlot(value), label: axis.scale.text?.(value) ?? tickText(value, distance(value, i) || Math.abs(value)) }));
}

/** Ends of an axis as they are plotted, never the same. */
export function plottedLimits(axis: ValueAxis): { min: number; max: number } {
  const min = axis.scale.toPlot(axis.low);
  const max = axis.scale.toPlot(axis.high);
  return max > min ? { min, max } : { min: min - 0.5, max: max + 0.5 };
}

const expectedDash = [5, 4];

function lineDataset(line: Line, toPlot: (value: number) => number): ChartDataset<'line', Point[]> {
  const colour = faded(theme().colours[line.colour], theme().highContrast ? 1 : line.weight ?? 1);
  return {
    data: line.points.map(({ x, y }) => ({ x, y: Number.isFinite(y) ? toPlot(y) : NaN })),
    borderColor: colour, backgroundColor: colour,
    borderWidth: line.width ?? 1.5, borderDash: [...dashOf(line)],
    segment: line.expectedFrom === undefined ? undefined : { borderDash: ({ p1DataIndex }: { p1DataIndex: number }) => line.points[p1DataIndex].x > (line.expectedFrom ?? Infinity) ? expectedDash : undefined },
    pointRadius: line.dots ?? 0, pointHoverRadius: line.dots ?? 0, pointBorderWidth: 0, fill: false,
  } as ChartDataset<'line', Point[]>;
}

function bandDatasets(band: Band, toPlot: (value: number) => number): ChartDataset<'line', Point[]>[] {
  const edge = { borderWidth: theme().highContrast ? 1 : 0, borderColor: theme().colours[band.colour], borderDash: [2, 2], pointRadius: 0 };
  return [
    { ...edge, data: band.points.map(({ x, low }) => ({ x, y: toPlot(low) })), fill: false },
    { ...edge, data: band.points.map(({ x, high }) => ({ x, y: toPlot(high) })), fill: '-1', backgroundColor: faded(theme().colours[band.colour], theme().highContrast ? 0.3 : 0.2) },
  ] as ChartDataset<'line', Point[]>[];
}

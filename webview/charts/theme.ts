import type { PaletteColour } from '../../src/model/palette';

export type ColourName = PaletteColour | 'foreground' | 'muted' | 'grid' | 'background' | 'focus';

export interface Theme {
  readonly colours: Readonly<Record<ColourName, string>>;
  readonly font: string;
  readonly highContrast: boolean;
}

let current: Theme | undefined;
const listeners = new Set<() => void>();

/** The editor's theme as it is now. */
export function theme(): Theme {
  return current ??= read();
}

/** Calls back after every change of theme; returns what ends that. */
export function onThemeChange(listener: () => void): () => void {
  if (listeners.size === 0) observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  if (listeners.size === 0) observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A colour with less weight: `share` of it, 0 to 1. */
export function faded(colour: string, share: number): string {
  return `color-mix(in srgb, ${colour} ${Math.round(share * 100)}%, transparent)`;
}

const observer = new MutationObserver(() => {
  const before = JSON.stringify(current);
  current = read();
  if (JSON.stringify(current) === before) return;
  for (const listener of listeners) listener();
});

function read(): Theme {
  const style = getComputedStyle(document.body);
  const variable = (...names: readonly string[]) => names.map((name) => style.getPropertyValue(`--vscode-${name}`).trim()).find((value) => value !== '');
  const foreground = variable('charts-foreground', 'foreground', 'editor-foreground') ?? style.color;
  const chart = (name: PaletteColour) => opaque(variable(`charts-${name}`) ?? foreground);
  return {
    colours: {
      blue: chart('blue'), orange: chart('orange'), green: chart('green'), purple: chart('purple'), red: chart('red'), yellow: chart('yellow'),
      foreground,
      muted: variable('descriptionForeground') ?? foreground,
      grid: variable('charts-lines') ?? foreground,
      background: variable('editor-background') ?? style.backgroundColor,
      focus: variable('focusBorder') ?? foreground,
    },
    font: style.fontFamily,
    highContrast: document.body.classList.contains('vscode-high-contrast') || document.body.classList.contains('vscode-high-contrast-light'),
  };
}

/** A theme's orange is that of marks in the minimap, which lets the text shine through; a line that thin cannot be seen. */
function opaque(colour: string): string {
  return colour.replace(/^(#[\da-f]{6})[\da-f]{2}$/i, '$1').replace(/^rgba\(([^,]+,[^,]+,[^,]+),.*\)$/i, 'rgb($1)');
}

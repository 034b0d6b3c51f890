import { html } from './dom';
import { unbroken } from './unbroken';

let bubble: HTMLElement | undefined;

/** Shows a text beside an element while the pointer rests on it or, unless it is a part of a drawing, it has the focus; Escape hides it. */
export function hoverText(target: Element, text: () => string): void {
  const show = () => showBubble(target, text());
  target.addEventListener('mouseenter', show);
  target.addEventListener('mouseleave', hideBubble);
  if (!(target instanceof HTMLElement)) return; // listening for the focus would make it a stop of the Tab key, one without a name
  target.addEventListener('focus', show);
  target.addEventListener('blur', hideBubble);
  target.addEventListener('keydown', (event) => { if ((event as KeyboardEvent).key === 'Escape') hideBubble(); });
}

function showBubble(target: Element, text: string): void {
  bubble ??= document.body.appendChild(html('div', { class: 'hover-text', role: 'tooltip' }));
  bubble.textContent = unbroken(text);
  bubble.classList.add('shown');
  const at = target.getBoundingClientRect();
  const size = bubble.getBoundingClientRect();
  const left = Math.min(Math.max(margin, at.left + at.width / 2 - size.width / 2), window.innerWidth - size.width - margin);
  const above = at.top - size.height - gap;
  bubble.style.left = `${left + window.scrollX}px`;
  bubble.style.top = `${(above > 0 ? above : at.bottom + gap) + window.scrollY}px`;
}

function hideBubble(): void {
  bubble?.classList.remove('shown');
}

const margin = 8;
const gap = 6;

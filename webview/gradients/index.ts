import '../components/base.css';
import '../components/panel.css';
import '../components/teaching.css';
import '../spectra/spectra.css';
import './gradients.css';
import { Editor } from '../components/host';
import { registerComponents } from '../components/toolkit';
import { GradientsPanel } from './gradientsPanel';

registerComponents();
const editor = new Editor();
void editor.open((host, start) => {
  const panel = new GradientsPanel(editor, host, start, document.body);
  panel.begin();
  return panel.events;
});

import '../components/base.css';
import '../components/panel.css';
import '../components/teaching.css';
import '../spectra/spectra.css';
import './spectrum.css';
import { Editor } from '../components/host';
import { registerComponents } from '../components/toolkit';
import { SpectrumPanel } from './spectrumPanel';

registerComponents();
const editor = new Editor();
void editor.open((host, start) => {
  const panel = new SpectrumPanel(editor, host, start, document.body);
  panel.begin();
  return panel.events;
});

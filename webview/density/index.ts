import '../components/base.css';
import '../components/panel.css';
import '../components/teaching.css';
import './density.css';
import { Editor } from '../components/host';
import { registerComponents } from '../components/toolkit';
import { DensityPanel } from './densityPanel';

registerComponents();
const editor = new Editor();
void editor.open((host) => {
  const panel = new DensityPanel(editor, host, document.body);
  panel.begin();
  return panel.events;
});

import '../components/base.css';
import '../components/panel.css';
import '../spectra/spectra.css';
import './checkpoint.css';
import { Editor } from '../components/host';
import { registerComponents } from '../components/toolkit';
import { CheckpointPanel } from './checkpointPanel';

registerComponents();
const editor = new Editor();
void editor.open((host, start) => {
  const panel = new CheckpointPanel(editor, host, start, document.body);
  void panel.begin();
  return panel.events;
});

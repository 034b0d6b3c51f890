import { Chart, Filler, LinearScale, LineController, LineElement, PointElement } from 'chart.js';

Chart.register(Filler, LinearScale, LineController, LineElement, PointElement);

export { Chart };

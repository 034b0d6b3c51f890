import type { Option } from './command';

/** What `budgetShare` reads. */
export const budgetOption: Option = {
  value: 'BUDGET',
  help: 'share of the parameters (20 %), number of them (50 M), memory for training them (2 GB) or share of the time of full tuning (80 % time); without it the recommended share',
};

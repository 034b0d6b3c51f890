import { withoutControls } from '../../../model/withoutControls';

/**
 * Sentences about what a pickle asks for beyond the known constructors.
 * @param names module and name of each, as the pickle gives them
 * @param isEmpty whether it holds nothing else: then all of them are named, else only what runs programs
 */
export function foreignCalls(names: ReadonlySet<string>, isEmpty: boolean): readonly string[] {
  const harmful = [...names].filter((name) => runsPrograms.test(name));
  if (harmful.length > 0) {
    return [`${isEmpty ? 'It holds no tensors. ' : ''}Loaded in Python it would call ${listed(harmful)}: do not load it there. Here nothing of it was executed.`];
  }
  return isEmpty && names.size > 0 ? [`It holds no tensors. It asks for ${listed([...names])}, which Plateau does not know; nothing of it was executed.`] : [];
}

/** Functions of Python that run code or programs, reach the network or change files; no model needs them to be loaded. */
const runsPrograms = new RegExp(`^(?:${[
  '(?:os|posix|nt|subprocess|commands|pty|runpy|socket|shutil|webbrowser|importlib|ctypes|urllib|requests)\\..+',
  '(?:__builtin__|builtins)\\.(?:eval|exec|execfile|compile|open|__import__|apply)',
  'sys\\.(?:modules|exit|settrace)|torch\\.hub\\..+|pip\\..+',
].join('|')})$`);

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostShown).map((name) => printable(name));
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function printable(name: string): string {
  const text = withoutControls(name, ' ').trim();
  return text.length > longestName ? `${text.slice(0, longestName)}…` : text;
}

const mostShown = 3;
const longestName = 60;

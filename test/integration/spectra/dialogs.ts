import { window } from 'vscode';

/** A question that was asked in a dialog, with what could be answered. */
export interface Asked {
  readonly question: string;
  readonly answers: readonly string[];
}

/**
 * Answers the dialogs that `act` raises one after the other, since the editor shows none while it is tested: each with the
 * button of that place, or undefined to cancel. Returns what was asked. Notifications are no dialogs and go their way.
 */
export async function answering(answers: readonly (0 | undefined)[], act: () => PromiseLike<unknown>): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  const original = window.showWarningMessage;
  const stub = (question: string, options: unknown, ...items: string[]): unknown => {
    if (typeof options !== 'object' || options === null || !('modal' in options)) return (original as (...all: unknown[]) => unknown)(question, options, ...items);
    const answer = answers[asked.length];
    asked.push({ question, answers: items });
    return Promise.resolve(answer === undefined ? undefined : items[answer]);
  };
  window.showWarningMessage = stub as typeof window.showWarningMessage;
  try {
    await act();
  } finally {
    window.showWarningMessage = original;
  }
  return asked;
}

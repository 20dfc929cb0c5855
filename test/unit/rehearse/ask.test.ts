import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { createQuestion } from '../../../scripts/rehearse/ask.ts';
import { allSteps } from '../../../scripts/rehearse/steps.ts';

const [first, second] = allSteps.filter(({ writes }) => writes);
if (first === undefined || second === undefined) throw new Error('two steps that write are needed');

function terminal() {
  const input = new PassThrough();
  const output = new PassThrough();
  const stopping = new AbortController();
  const stop = vi.fn(() => {
    stopping.abort();
  });
  const shown: string[] = [];
  output.on('data', (piece: Buffer) => shown.push(piece.toString()));
  const ask = createQuestion({ input, output, stop, signal: stopping.signal });
  return {
    ask,
    stopping,
    shown: () => shown.join(''),
    type: (text: string) => input.write(`${text}\n`),
    end: () => input.end(),
  };
}

describe('the question before a step writes', () => {
  it('says what the step does, and takes yes', async () => {
    const { ask, shown, type } = terminal();
    const answer = ask(first);
    type('y');
    expect(await answer).toBe('yes');
    expect(shown()).toContain(first.does);
    expect(shown()).toContain(first.id);
  });
  it('asks again after an answer that is none, and skips a step on no', async () => {
    const { ask, shown, type } = terminal();
    const answer = ask(first);
    type('what?');
    await vi.waitFor(() => {
      expect(shown().split('Continue?')).toHaveLength(3);
    });
    type('N');
    expect(await answer).toEqual({ skip: 'You skipped this step.' });
  });
  it('asks no more after all', async () => {
    const { ask, shown, type } = terminal();
    const answer = ask(first);
    type('a');
    expect(await answer).toBe('yes');
    expect(await ask(second)).toBe('yes');
    expect(shown()).not.toContain(second.id);
  });
  it('stops on quit, and when the rehearsal is stopped while it waits', async () => {
    const quits = terminal();
    const answer = quits.ask(first);
    quits.type('q');
    expect(await answer).toBe('stop');
    const stopped = terminal();
    const waiting = stopped.ask(first);
    stopped.stopping.abort();
    expect(await waiting).toBe('stop');
  });
  it('stops when the terminal is closed', async () => {
    const { ask, end } = terminal();
    const answer = ask(first);
    end();
    expect(await answer).toBe('stop');
  });
});

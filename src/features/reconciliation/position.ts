import { z } from 'zod';

const page = z.number().int().positive().nullable();
const after = z.string().nullable();

/**
 * Where a sweep is. `changes` reads a window that is closed, from its last page to its first; `recent` what came
 * since, forwards; the other steps go through our own rows by key.
 */
const position = z.discriminatedUnion('step', [
  z.object({ step: z.literal('changes'), page }),
  z.object({ step: z.literal('recent'), page }),
  z.object({ step: z.literal('open'), after }),
  z.object({ step: z.literal('documents'), after }),
  z.object({ step: z.literal('deals'), after }),
  z.object({ step: z.literal('forgotten') }),
]);
export type Position = z.output<typeof position>;
export type Step = Position['step'];

export const readPosition = (stored: unknown): Position => position.parse(stored);

export const firstPosition: Position = { step: 'changes', page: null };

/** Where the sweep goes on when a step is through; null at the end. */
export const stepAfter = (step: Step): Position | null => {
  switch (step) {
    case 'changes':
      return { step: 'recent', page: null };
    case 'recent':
      return { step: 'open', after: null };
    case 'open':
      return { step: 'documents', after: null };
    case 'documents':
      return { step: 'deals', after: null };
    case 'deals':
      return { step: 'forgotten' };
    case 'forgotten':
      return null;
  }
};

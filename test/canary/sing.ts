import { expect, it } from 'vitest';

/** One test, which fails or passes as `npm run check:canaries` wishes. */
export function sing(project: string): void {
  it(`the ${project} canary sings`, () => {
    expect(process.env['CANARY']).toBe('sings');
  });
}

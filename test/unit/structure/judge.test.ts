import { describe, expect, it } from 'vitest';
import { judgeStructure } from '../../../scripts/structure/judge.ts';

const deals = 'src/features/deals';
const inbox = 'src/features/inbox';

describe('the check of how the files stand', () => {
  it('takes imports of lower rooms and within a room', () => {
    expect(
      judgeStructure([
        { file: `${inbox}/apply.ts`, imports: [`${deals}/project.ts`, `${inbox}/outcome.ts`] },
        { file: `${inbox}/outcome.ts`, imports: [] },
        { file: `${deals}/project.ts`, imports: ['src/platform/log.ts'] },
        { file: 'src/platform/log.ts', imports: [] },
      ]),
    ).toEqual([]);
  });

  it('names an import of a higher room', () => {
    expect(judgeStructure([{ file: `${deals}/project.ts`, imports: [`${inbox}/apply.ts`] }])).toEqual([
      `${deals}/project.ts imports ${inbox}/apply.ts: ${deals} does not stand above ${inbox} in scripts/structure/rooms.ts.`,
    ]);
  });

  it('keeps rooms of one row apart', () => {
    const faults = judgeStructure([{ file: 'src/hubspot/client.ts', imports: ['src/spotdraft/client.ts'] }]);
    expect(faults).toEqual([
      'src/hubspot/client.ts imports src/spotdraft/client.ts: src/hubspot does not stand above src/spotdraft in scripts/structure/rooms.ts.',
    ]);
  });

  it('finds a circle of files, and one that only folders make', () => {
    expect(
      judgeStructure([
        { file: `${deals}/a.ts`, imports: [`${deals}/b.ts`] },
        { file: `${deals}/b.ts`, imports: [`${deals}/a.ts`] },
      ]),
    ).toEqual([`Files import each other in a circle: ${deals}/a.ts → ${deals}/b.ts → ${deals}/a.ts.`]);
    expect(
      judgeStructure([
        { file: `${deals}/a.ts`, imports: [`${deals}/write/b.ts`] },
        { file: `${deals}/write/b.ts`, imports: [`${deals}/c.ts`] },
        { file: `${deals}/c.ts`, imports: [] },
      ]),
    ).toEqual([`Folders import each other in a circle: ${deals} → ${deals}/write → ${deals}.`]);
  });

  it('lets no folder become a hall', () => {
    const files = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ file: `${deals}/${String(at)}.ts`, imports: [] }));
    expect(judgeStructure(files(25))).toEqual([]);
    expect(judgeStructure(files(26))).toEqual([
      `${deals} has 26 files directly in it, more than 25: part it by subject.`,
    ]);
  });

  it('wants a room for every folder', () => {
    expect(judgeStructure([{ file: 'attic/world.ts', imports: [] }])).toEqual([
      'attic/world.ts stands in no room: name its folder in scripts/structure/rooms.ts.',
    ]);
  });
});

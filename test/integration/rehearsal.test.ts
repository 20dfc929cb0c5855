import { it } from 'vitest';
import { run, startStage } from './rehearsal-kit.ts';
it('x', async () => {
  const stage = await startStage();
  const { done, said } = await run({
    environment: await stage.environment(),
    args: ['--listen', String(stage.port), '--email', 'ops@example.com'],
  });
  console.log(done, said);
  await stage.stop();
}, 120000);

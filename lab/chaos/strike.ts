import { setTimeout as wait } from 'node:timers/promises';
import type { Strike } from './plan/plan.ts';
import type { Stage } from './stage/stage.ts';

export type Damage = Record<string, number>;

/** Does one planned harm. Ends when what it broke is up again. */
export const strikeOnce = async (
  stage: Stage,
  damage: Damage,
  { atMs, strike }: { atMs: number; strike: Strike },
): Promise<void> => {
  await wait(atMs);
  switch (strike.kind) {
    case 'kill': {
      const victim = stage.programs.find(({ name }) => name === strike.process);
      if (victim?.isRunning() !== true) return;
      damage['process killed'] = (damage['process killed'] ?? 0) + 1;
      await victim.kill();
      await wait(strike.downMs);
      await victim.start();
      return;
    }
    case 'database':
      damage['Postgres restarted'] = (damage['Postgres restarted'] ?? 0) + 1;
      return stage.postgres.crash(strike.downMs);
    case 'spotdraft':
      return void stage.spotdraft.control.addFault(strike.fault);
    case 'hubspot':
      return void stage.hubspot.control.addFault(strike.fault);
  }
};

/** Counts what really struck, then takes all faults away. */
export const liftFaults = (stage: Stage, damage: Damage): void => {
  for (const [vendor, control] of [
    ['SpotDraft', stage.spotdraft.control],
    ['HubSpot', stage.hubspot.control],
  ] as const) {
    for (const { fault, hits } of control.faults()) {
      const name = `${vendor} ${fault.kind}`;
      if (hits > 0) damage[name] = (damage[name] ?? 0) + hits;
    }
    control.clearFaults();
  }
  for (const [vendor, skew] of Object.entries(stage.plan.skewMs))
    if (skew !== 0) damage[`${vendor} clock ${skew > 0 ? '+' : '−'}4 min`] = 1;
};

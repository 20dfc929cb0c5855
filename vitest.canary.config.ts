import config from './vitest.config.ts';

// The projects as they are, each with its canary instead of its tests (scripts/check-canaries.ts).
export default {
  ...config,
  test: {
    ...config.test,
    projects: config.test?.projects?.map((project) =>
      typeof project === 'object' && 'test' in project
        ? {
            ...project,
            test: { ...project.test, include: [`test/canary/${String(project.test?.name)}.canary.ts`] },
          }
        : project,
    ),
  },
};

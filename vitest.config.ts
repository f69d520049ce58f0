import { defineConfig } from 'vitest/config';

const unit = [
  '{api,pki,dns,runtime,webhook,dns-solver,controller,gitops,tools,bench}/**/*.test.ts',
  'test/*.test.ts',
  'test/{build,fakes,cluster,monitoring,recording}/**/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      // Nothing here replaces modules or keeps state in them, so files may share a worker: a third of the time is saved.
      { test: { name: 'unit', include: unit, environment: 'node', isolate: false } },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});

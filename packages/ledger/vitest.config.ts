import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.ts';

export default mergeConfig(shared, {
  test: {
    globalSetup: ['./testing/postgres-server.ts'],
    // The tests share nothing but modules: one process for all files saves starting nineteen.
    isolate: false,
  },
});
